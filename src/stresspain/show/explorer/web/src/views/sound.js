// The pain curve as a tone: higher is more. Only ever on a button, quiet, and with a stop.

import { button, html, say, view } from "./dom.js";

const SECONDS = 6;
const LOW = 220; // Hz at no pain; two octaves up at 10
const OCTAVES = 2;
const VOLUME = 0.06;

export function sound(host, api) {
  return view(host, api, build);
}

/** The pitch of a felt pain, Hz. */
export function pitch(pain) {
  return LOW * 2 ** ((OCTAVES * pain) / 10);
}

function build(host, api) {
  const now = { frame: null, playing: null };
  const status = html("p", { class: "sp-detail", role: "status" });
  const play = button(api.t("view.sound.play"), () => start(), { class: "sp-button" });
  const stop = button(api.t("view.sound.stop"), () => { end("view.sound.stopped"); }, { class: "sp-button", disabled: true });
  host.append(html("div", { class: "sp-v sp-v-sound" },
    html("h3", { class: "sp-view-title" }, api.t("view.sound.title")),
    html("p", { class: "sp-hint" }, api.t("view.sound.hint")), html("div", { class: "sp-row" }, play, stop), status));

  const end = (key) => {
    if (!now.playing) return;
    const { context, tone, timer } = now.playing;
    now.playing = null;
    clearTimeout(timer);
    tone.stop();
    context.close();
    stop.disabled = true;
    play.disabled = false;
    if (stop.getRootNode().activeElement === stop) play.focus();
    if (key) say(status, api.t(key));
  };
  const start = () => {
    if (!now.frame || now.playing) return;
    if (now.frame.revealed === false) { say(status, api.t("view.hidden")); return; }
    if (typeof AudioContext === "undefined") { say(status, api.t("view.sound.none")); return; }
    const { felt_pain: pain, days } = now.frame.result;
    now.playing = { ...playTone(pain), timer: setTimeout(() => end("view.sound.done"), SECONDS * 1000 + 200) };
    stop.disabled = false;
    play.disabled = true;
    const said = { first: api.number(pain[0], 1), last: api.number(pain.at(-1), 1), days: api.number(days.at(-1), 0), seconds: SECONDS };
    say(status, api.t("view.sound.playing", said));
  };
  return {
    update(frame) { if (now.frame && now.frame.result !== frame.result) end("view.sound.stopped"); now.frame = frame; },
    destroy() { end(null); },
  };
}

/** Play values over the time there is; fades in and out so that nothing clicks. */
function playTone(pain) {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { type: "sine", frequency: pitch(pain[0]) });
  const gain = new GainNode(context, { gain: 0 });
  tone.connect(gain).connect(context.destination);
  const at = context.currentTime + 0.05;
  const curve = Float32Array.from({ length: 256 }, (_, i) => pitch(pain[Math.round((i / 255) * (pain.length - 1))]));
  tone.frequency.setValueCurveAtTime(curve, at, SECONDS);
  gain.gain.setTargetAtTime(VOLUME, at, 0.05);
  gain.gain.setTargetAtTime(0, at + SECONDS - 0.2, 0.05);
  tone.start(at);
  tone.stop(at + SECONDS + 0.1);
  return { context, tone };
}
