// All looks of the explorer in one text, for a constructable style sheet: the page's policy allows no other kind.
// Colours are custom properties, one set for light and one for dark; every pair used for text meets AA.

const LIGHT = `
  --sp-ground: #f5f2ec; --sp-card: #ffffff; --sp-text: #1b2226; --sp-muted: #525c63; --sp-rule: #dcd6ca;
  --sp-edge: #857f74; --sp-accent: #0a636c; --sp-on-accent: #ffffff; --sp-tint: #e3f0ef; --sp-warm: #fdf0cf;
  --sp-on-warm: #5a3e00; --sp-bad: #a3261c; --sp-shade: 0 1px 2px rgb(60 50 30 / 0.06), 0 6px 24px rgb(60 50 30 / 0.06);
  --sp-paper: #ffffff; --sp-pale: #d9d9d9; --sp-ghost: #8b8f92;
  --sp-ink-0: #000000; --sp-ink-1: #0072b2; --sp-ink-2: #b34700; --sp-ink-3: #007a5a;
  --sp-ink-4: #a8457f; --sp-ink-5: #5b4fb5; --sp-ink-6: #806200; --sp-ink-7: #37707f;
  color-scheme: light;`;

const DARK = `
  --sp-ground: #101417; --sp-card: #191f23; --sp-text: #e9edef; --sp-muted: #aab4bb; --sp-rule: #333c42;
  --sp-edge: #7c878e; --sp-accent: #7fd0d2; --sp-on-accent: #06282b; --sp-tint: #1d3336; --sp-warm: #3a3014;
  --sp-on-warm: #ffe2a0; --sp-bad: #ff9d90; --sp-shade: none;
  --sp-paper: #191f23; --sp-pale: #424c53; --sp-ghost: #7f8a91;
  --sp-ink-0: #ffffff; --sp-ink-1: #6db9ea; --sp-ink-2: #f2a063; --sp-ink-3: #4dc3a0;
  --sp-ink-4: #e594c4; --sp-ink-5: #b0a8f4; --sp-ink-6: #dcbb55; --sp-ink-7: #82c3d2;
  color-scheme: dark;`;

const FRAME = `
.sp-app { ${LIGHT} --u: 16px; container: sp / inline-size; position: relative;
  background: var(--sp-ground); color: var(--sp-text); font: 400 var(--u)/1.5 system-ui, "Segoe UI", Roboto, sans-serif;
  font-size: var(--u); text-align: start; overflow-wrap: break-word; }
.sp-app[data-theme="dark"] { ${DARK} }
.sp-app[data-home="page"] { min-height: 100vh; }
.sp-app[data-home="widget"] { border: 1px solid var(--sp-rule); border-radius: 14px; overflow: clip; }
.sp-app[data-projector] { --u: 21px; }
.sp-app:fullscreen { overflow: auto; }
body:has(> #stresspain-explorer) { margin: 0; }
.sp-app *, .sp-app *::before, .sp-app *::after { box-sizing: border-box; }
.sp-app [hidden] { display: none !important; }
.sp-app :where(h1, h2, h3, p, ul, dl, dd, fieldset, figure) { margin: 0; }
.sp-app h1, .sp-app h2 { font-family: "Iowan Old Style", "Palatino Linotype", Palatino, Charter, Georgia, serif;
  font-weight: 600; line-height: 1.2; text-wrap: balance; }
.sp-app h1 { font-size: calc(var(--u) * 1.4); }
.sp-app h2 { font-size: calc(var(--u) * 1.2); }
.sp-app h3 { font-size: var(--u); font-weight: 650; line-height: 1.3; }
.sp-app code { font: 500 0.8em ui-monospace, Consolas, Menlo, monospace; color: var(--sp-muted); margin-inline-start: 0.5em; }
.sp-app a { color: var(--sp-accent); }
.sp-app :focus-visible { outline: 3px solid var(--sp-accent); outline-offset: 2px; border-radius: 6px; }
.sp-hush { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
/* What hangs below the page's end would make the window scroll. */
.sp-app > .sp-hush { inset-block-end: 0; }
.sp-small { font-size: calc(var(--u) * 0.85); }
.sp-muted { color: var(--sp-muted); }

.sp-top { display: flex; flex-wrap: wrap; align-items: center; gap: calc(var(--u) * 0.5) calc(var(--u) * 0.8);
  padding: calc(var(--u) * 0.7) calc(var(--u) * 1.1); background: var(--sp-card); border-bottom: 1px solid var(--sp-rule); }
.sp-banner { background: var(--sp-warm); color: var(--sp-on-warm); border-radius: 99px; padding: 0.15em 0.9em;
  font-size: calc(var(--u) * 0.85); font-weight: 600; }
.sp-tools { display: flex; flex-wrap: wrap; align-items: center; gap: calc(var(--u) * 0.4); margin-inline-start: auto; }
.sp-main { display: grid; gap: calc(var(--u) * 0.9); padding: calc(var(--u) * 0.9); max-width: 2200px; margin-inline: auto; }
.sp-zone { display: flex; flex-direction: column; gap: calc(var(--u) * 0.9); min-width: 0; }
.sp-card { background: var(--sp-card); border: 1px solid var(--sp-rule); border-radius: 14px; box-shadow: var(--sp-shade);
  padding: calc(var(--u) * 0.9) calc(var(--u) * 1); min-width: 0; }
.sp-card > * + * { margin-top: calc(var(--u) * 0.6); }
.sp-card-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.3em 0.8em; }
/* Takes no room: it lies over the page's upper edge, as far as the page itself cannot keep its curve in sight. */
.sp-strip { position: sticky; top: 0; height: 0; z-index: 6; pointer-events: none; }
.sp-strip-in { position: absolute; inset: 0 0 auto; display: flex; flex-direction: column; align-items: center; }
.sp-strip-curve { width: min(100%, 42em); background: var(--sp-card); border: 1px solid var(--sp-rule); border-block-start: 0;
  border-radius: 0 0 12px 12px; padding: calc(var(--u) * 0.3) calc(var(--u) * 0.6); box-shadow: 0 4px 16px rgb(0 0 0 / 0.16); }
.sp-strip-curve svg { display: block; width: 100%; height: clamp(56px, 10vh, 110px); }
.sp-strip-words { font-size: calc(var(--u) * 0.8); font-weight: 600; font-variant-numeric: tabular-nums; text-align: center; }
.sp-strip :is(line, polyline) { fill: none; stroke: var(--sp-rule); stroke-width: 1; }
.sp-strip .sp-strip-ghost { stroke: var(--sp-ghost); stroke-width: 2; }
.sp-strip .sp-strip-now { stroke: var(--sp-ink-0); stroke-width: 2.8; }
.sp-strip-banner { background: var(--sp-warm); color: var(--sp-on-warm); border-radius: 0 0 9px 9px; padding: 0 0.8em;
  font-size: calc(var(--u) * 0.75); font-weight: 600; }
@media (max-height: 440px) { .sp-strip-curve { display: none; } }
.sp-main :is(input, select, button, summary) { scroll-margin-block-start: 9em; }
@container sp (max-width: 699px) {
  .sp-main { padding: calc(var(--u) * 0.5); gap: calc(var(--u) * 0.6); }
  .sp-zone { gap: calc(var(--u) * 0.6); }
  .sp-top { padding: calc(var(--u) * 0.5) calc(var(--u) * 0.7); }
  .sp-tools { margin-inline-start: 0; width: 100%; }
  .sp-card { border-radius: 12px; padding: calc(var(--u) * 0.7); }
  .sp-card-curves > .sp-view { margin-top: 0; }
  .sp-app h1 { font-size: calc(var(--u) * 1.15); }
  .sp-top .sp-banner { font-size: calc(var(--u) * 0.8); }
}
@container sp (min-width: 700px) {
  .sp-main { grid-template-columns: minmax(250px, 30%) minmax(0, 1fr); grid-template-rows: auto 1fr; align-items: start; }
  .sp-zone-controls { grid-row: 1 / span 2; }
  .sp-zone-words { grid-column: 2; }
  .sp-strip-in { align-items: flex-end; padding-inline-end: calc(var(--u) * 0.9); }
  .sp-strip-curve { width: min(55%, 42em); }
  /* Settings scroll beside the picture, not away from it. */
  .sp-app[data-home="page"] .sp-zone-controls { position: sticky; top: 0; max-height: 100dvh; overflow-y: auto; scrollbar-width: thin; padding-block: calc(var(--u) * 0.4); }
  .sp-app[data-home="page"] .sp-zone-controls > * { flex-shrink: 0; }
}
@container sp (min-width: 1120px) {
  .sp-main { grid-template-columns: calc(var(--u) * 19) minmax(0, 1fr) calc(var(--u) * 23); }
  .sp-main { grid-template-rows: auto; }
  .sp-zone-controls { grid-row: auto; }
  .sp-zone-words { grid-column: auto; }
  /* A page of its own is as high as the window: each zone scrolls by itself, the curve stays in sight. */
  .sp-app[data-home="page"]:not([data-projector]) .sp-frame { height: 100dvh; min-height: 34em; display: flex; flex-direction: column; }
  .sp-app[data-home="page"]:not([data-projector]) :is(.sp-strip, .sp-strip-curve) { display: none; }
  .sp-app[data-home="page"]:not([data-projector]) .sp-main { flex: 1; min-height: 0; width: 100%; align-items: stretch; padding-block: 0; grid-template-rows: minmax(0, 1fr); }
  .sp-app[data-home="page"]:not([data-projector]) .sp-zone-outer { overflow-y: auto; scrollbar-width: thin; padding: calc(var(--u) * 0.9) 2px; }
  .sp-app[data-home="page"]:not([data-projector]) .sp-zone-outer > * { flex-shrink: 0; }
  .sp-app[data-home="page"]:not([data-projector]) .sp-foot { padding-block: 0.35em; border-top: 1px solid var(--sp-rule); }
}
@container sp (min-width: 1700px) {
  .sp-main { grid-template-columns: calc(var(--u) * 20) minmax(0, 1fr) calc(var(--u) * 28); }
}
`;

const CONTROLS = `
.sp-button { font-family: inherit; font-size: calc(var(--u) * 0.88); font-weight: 600; line-height: 1.25; color: var(--sp-text); background: var(--sp-card);
  border: 1px solid var(--sp-edge); border-radius: 9px; padding: 0.45em 0.8em; min-height: 2.2em; cursor: pointer;
  display: inline-flex; align-items: center; gap: 0.45em; }
.sp-button:hover { background: var(--sp-tint); border-color: var(--sp-accent); }
.sp-button:active { transform: translateY(1px); }
.sp-button:is([disabled], [aria-disabled="true"]) { opacity: 0.45; cursor: default; background: var(--sp-card); border-color: var(--sp-rule); }
.sp-button[aria-pressed="true"], .sp-primary { background: var(--sp-accent); border-color: var(--sp-accent); color: var(--sp-on-accent); }
.sp-button[aria-pressed="true"]:hover, .sp-primary:hover { background: var(--sp-accent); filter: brightness(1.08); }
.sp-app :is(.sp-story h2, .sp-slider-head label, .sp-taken-head h3, .sp-taken p, .sp-field label, .sp-tile dt, .sp-grade, .sp-tl-name, thead th, .sp-frozen th)::first-letter { text-transform: uppercase; }
.sp-quiet { text-align: start; border-color: transparent; color: var(--sp-accent); background: transparent; padding-inline: 0.4em; margin-inline-start: -0.4em; }
.sp-file:focus-visible + .sp-button { outline: 3px solid var(--sp-accent); outline-offset: 2px; }
.sp-icon-button { padding: 0.3em; min-width: 2.2em; justify-content: center; }
.sp-icon { width: 1.35em; height: 1.35em; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
.sp-app :where(.sp-stack > * + *) { margin-top: calc(var(--u) * 0.5); }
.sp-step { padding-block: 0.15em; } .sp-step.sp-row { align-items: end; }
.sp-row { display: flex; flex-wrap: wrap; gap: calc(var(--u) * 0.45); align-items: center; }
.sp-select, .sp-number, .sp-area { font: inherit; font-size: calc(var(--u) * 0.92); color: var(--sp-text); background: var(--sp-card);
  border: 1px solid var(--sp-edge); border-radius: 8px; padding: 0.35em 0.5em; min-height: 2.2em; max-width: 100%; }
.sp-select { text-overflow: ellipsis; }
.sp-wide { width: 100%; }
.sp-area { width: 100%; min-height: 9em; font: 400 calc(var(--u) * 0.82)/1.45 ui-monospace, Consolas, Menlo, monospace; }
.sp-number { width: 5.2em; padding-inline: 0.4em; font-variant-numeric: tabular-nums; }
.sp-number[aria-invalid] { border-color: var(--sp-bad); outline-color: var(--sp-bad); }
.sp-field { display: flex; flex-direction: column; gap: 0.15em; font-size: calc(var(--u) * 0.85); min-width: 0; }
.sp-fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(max(5.4em, 40%), 1fr)); gap: 0.5em; }
.sp-fields .sp-number { width: 100%; }
.sp-problem { color: var(--sp-bad); font-size: calc(var(--u) * 0.85); font-weight: 600; }
.sp-slider { padding-block: calc(var(--u) * 0.45); }
.sp-slider + .sp-slider { border-top: 1px solid var(--sp-rule); }
.sp-slider-head { display: flex; justify-content: space-between; align-items: center; gap: 0.4em; min-height: 1.9em; }
.sp-slider-head label { min-width: 0; overflow-wrap: anywhere; hyphens: auto; font-weight: 600; font-size: calc(var(--u) * 0.92); line-height: 1.25; }
.sp-slider-row { display: flex; align-items: center; gap: 0.6em; }
.sp-slider-foot { margin-top: 0.25em; align-items: center; display: flex; flex-wrap: wrap; gap: 0.1em 0.8em; justify-content: space-between; color: var(--sp-muted); font-size: calc(var(--u) * 0.8); }
.sp-slider[data-changed] label { color: var(--sp-accent); }
.sp-reset { border-color: transparent; background: transparent; min-height: 1.9em; min-width: 1.9em; padding: 0.2em; }
.sp-reset[data-idle] { visibility: hidden; }
.sp-range { flex: 1; min-width: 0; width: 100%; height: 26px; margin: 0; background: transparent; appearance: none; -webkit-appearance: none; cursor: pointer;
  --line: linear-gradient(to right, var(--sp-accent) var(--fill, 0%), var(--sp-rule) var(--fill, 0%)); }
.sp-range::-webkit-slider-runnable-track { height: 6px; border-radius: 3px; background: var(--line); }
.sp-range::-moz-range-track { height: 6px; border-radius: 3px; background: var(--line); }
.sp-range::-webkit-slider-thumb { -webkit-appearance: none; width: 20px; height: 20px; margin-top: -7px; border-radius: 50%;
  background: var(--sp-card); border: 3px solid var(--sp-accent); }
.sp-range::-moz-range-thumb { width: 15px; height: 15px; border-radius: 50%; background: var(--sp-card); border: 3px solid var(--sp-accent); }
.sp-grade { border-radius: 99px; padding: 0 0.7em; border: 1px solid var(--sp-rule); white-space: nowrap; background: none; color: inherit; font: inherit; }
button.sp-grade { cursor: pointer; min-height: 24px; }
.sp-grade-direction { border-style: solid; border-color: var(--sp-ink-3); color: var(--sp-ink-3); }
.sp-grade-disputed { border-style: dashed; border-color: var(--sp-ink-2); color: var(--sp-ink-2); }
.sp-grade-chosen { border-style: dotted; border-color: var(--sp-muted); color: var(--sp-muted); }
.sp-app details > summary { cursor: pointer; font-weight: 600; padding-block: 0.35em; list-style-position: outside; margin-inline-start: 1.1em; }
.sp-app details > summary .sp-count { color: var(--sp-muted); font-weight: 400; }
.sp-group + .sp-group { border-top: 1px solid var(--sp-rule); }
.sp-choice { border: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.35em 0.6em; align-items: center; }
.sp-choice + p { margin-top: 0.4em; }
.sp-choice legend { font-weight: 600; font-size: calc(var(--u) * 0.92); padding: 0; margin-bottom: 0.25em; }
.sp-pill { position: relative; display: inline-flex; }
.sp-pill input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.sp-pill span { border: 1px solid var(--sp-edge); border-radius: 99px; padding: 0.25em 0.9em; font-size: calc(var(--u) * 0.9); font-weight: 600; }
.sp-pill input:checked + span { background: var(--sp-accent); color: var(--sp-on-accent); border-color: var(--sp-accent); }
.sp-pill input:focus-visible + span { outline: 3px solid var(--sp-accent); outline-offset: 2px; }
.sp-taken { border: 1px solid var(--sp-rule); border-inline-start: 5px solid var(--hue); border-radius: 10px; padding: 0.5em 0.7em 0.6em; }
.sp-taken > * + * { margin-top: 0.4em; }
.sp-taken-head { display: flex; justify-content: space-between; align-items: center; gap: 0.5em; }
.sp-taken .sp-slider { padding-block: 0; }
.sp-hue-1 { --hue: var(--sp-ink-1); } .sp-hue-2 { --hue: var(--sp-ink-2); } .sp-hue-3 { --hue: var(--sp-ink-3); }
.sp-hue-4 { --hue: var(--sp-ink-4); } .sp-hue-5 { --hue: var(--sp-ink-5); } .sp-hue-6 { --hue: var(--sp-ink-6); }
.sp-hue-7 { --hue: var(--sp-ink-7); }
.sp-flag { background: var(--sp-warm); color: var(--sp-on-warm); border-radius: 6px; padding: 0.1em 0.5em; font-size: calc(var(--u) * 0.8); }
`;

const PICTURE = `
.sp-story { border-inline-start: 5px solid var(--sp-accent); padding-block: calc(var(--u) * 0.7); }
.sp-story > * + * { margin-top: calc(var(--u) * 0.3); }
.sp-story p:empty { display: none; }
.sp-story h2 { font-size: calc(var(--u) * 1.05); }
.sp-story .sp-button { min-height: 24px; padding-block: 0.15em; }
.sp-card-curves > .sp-tiles { margin-top: 0; }
.sp-question { font-size: calc(var(--u) * 1.05); }
.sp-bar { display: flex; flex-wrap: wrap; gap: calc(var(--u) * 0.45); align-items: center; }
.sp-gap { flex: 1; }
.sp-bar [aria-pressed="true"]::after { content: "✓"; }
.sp-tiles { display: flex; flex-wrap: wrap; gap: calc(var(--u) * 0.4); }
.sp-tile { flex: 1 1 calc(var(--u) * 5.2); background: var(--sp-ground); border-radius: 10px; padding: 0.4em 0.6em; min-width: 0; display: flex; flex-direction: column; justify-content: space-between; }
.sp-tile dt { color: var(--sp-muted); font-size: calc(var(--u) * 0.8); line-height: 1.3; }
.sp-tile dd { display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 0.25em; font-size: calc(var(--u) * 1.35); font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.sp-tile dd small { flex: 1 0 100%; font-size: 0.55em; font-weight: 400; color: var(--sp-muted); }
.sp-predict .sp-row { column-gap: calc(var(--u) * 1.2); align-items: end; }
.sp-card > .sp-hush + *, .sp-card > .sp-hush + [hidden] + * { margin-top: 0; }
.sp-keep { flex-wrap: nowrap; }
.sp-predict { background: var(--sp-tint); border-color: var(--sp-accent); }
.sp-verdict { font-size: calc(var(--u) * 1.05); font-weight: 600; }
.sp-frozen { width: 100%; border-collapse: collapse; font-size: calc(var(--u) * 0.9); font-variant-numeric: tabular-nums; }
.sp-frozen th, .sp-frozen td { text-align: end; padding: 0.25em 0.5em; border-bottom: 1px solid var(--sp-rule); font-weight: 400; }
.sp-frozen th:first-child { text-align: start; }
.sp-frozen thead th { color: var(--sp-muted); font-size: 0.88em; }
.sp-frozen tbody th { font-weight: 650; }
.sp-scroll { overflow-x: auto; }
.sp-tablist { display: flex; flex-wrap: wrap; gap: 0.25em; border-bottom: 1px solid var(--sp-rule); }
.sp-tab { font-family: inherit; font-size: calc(var(--u) * 0.9); font-weight: 600; line-height: 1.2; color: var(--sp-muted); background: none; border: 0; border-bottom: 3px solid transparent;
  padding: 0.5em 0.55em; cursor: pointer; }
.sp-tab[aria-selected="true"] { color: var(--sp-text); border-bottom-color: var(--sp-accent); }
.sp-tab:hover { color: var(--sp-text); }
.sp-explain { font-size: calc(var(--u) * 1); }
.sp-explain > * + * { margin-top: 0.5em; }
.sp-notice { background: var(--sp-warm); color: var(--sp-on-warm); border-radius: 9px; padding: 0.5em 0.8em; }
.sp-hidden-note { padding: 2em 1em; text-align: center; color: var(--sp-muted); }
.sp-dialog { border: 1px solid var(--sp-rule); border-radius: 16px; background: var(--sp-card); color: var(--sp-text); padding: 0;
  width: min(46em, calc(100vw - 24px)); max-height: calc(100dvh - 32px); overflow: auto; box-shadow: 0 20px 60px rgb(0 0 0 / 0.3); }
.sp-dialog::backdrop { background: rgb(10 14 18 / 0.55); }
.sp-dialog-in { padding: calc(var(--u) * 1.2); }
.sp-dialog-in > label { display: block; }
.sp-dialog-in > * + * { margin-top: calc(var(--u) * 0.7); }
.sp-dialog-head { display: flex; justify-content: space-between; align-items: start; gap: 1em; }
.sp-safety dt { font-weight: 650; margin-top: 0.8em; }
.sp-safety dd .sp-muted { display: block; font-size: calc(var(--u) * 0.82); }
.sp-keys { display: grid; grid-template-columns: auto 1fr; gap: 0.4em 1em; }
.sp-keys dt { white-space: nowrap; }
@media (max-width: 560px) { .sp-keys { grid-template-columns: 1fr; gap: 0; } .sp-keys dd { padding-block: 0.1em 0.6em; } }
.sp-keys kbd { font: 500 0.85em ui-monospace, Consolas, monospace; border: 1px solid var(--sp-edge); border-radius: 5px; padding: 0.1em 0.4em; background: var(--sp-ground); }
/* Stands above the foot, never over it, and takes no room. */
.sp-toasts { position: sticky; inset-block-end: 0; height: 0; z-index: 8; pointer-events: none; }
.sp-toast { position: absolute; inset: auto 0 10px; margin-inline: auto; width: fit-content; max-width: calc(100% - 32px);
  background: var(--sp-text); color: var(--sp-card); border-radius: 10px; padding: 0.55em 1.1em; font-weight: 600; box-shadow: 0 8px 30px rgb(0 0 0 / 0.25); }
.sp-toast:empty { display: none; }
.sp-foot { padding: calc(var(--u) * 0.4) calc(var(--u) * 1.1) calc(var(--u) * 1.2); color: var(--sp-muted); font-size: calc(var(--u) * 0.82); text-align: center; }
@container sp (min-width: 700px) {
  .sp-app[data-projector] .sp-main { grid-template-columns: calc(var(--u) * 16) minmax(0, 1fr); grid-template-rows: auto 1fr; }
  .sp-app[data-projector] .sp-zone-controls { grid-row: 1 / span 2; }
  .sp-app[data-projector] .sp-zone-words { grid-column: 2; }
}
/* The curve is what a class should see without scrolling. */
.sp-app[data-projector] h1 { font-size: calc(var(--u) * 1.15); }
.sp-app[data-projector] .sp-top { padding-block: calc(var(--u) * 0.4); }
.sp-app[data-projector] .sp-plot-pain { height: max(230px, 42vh); }
@media (prefers-reduced-motion: no-preference) {
  .sp-button, .sp-tab, .sp-pill span { transition: background-color 120ms, border-color 120ms, color 120ms; }
}
@media (forced-colors: active) {
  .sp-button[aria-pressed="true"], .sp-primary, .sp-pill input:checked + span { background: Highlight; color: HighlightText; border-color: Highlight; forced-color-adjust: none; }
  .sp-button:is([disabled], [aria-disabled="true"]) { opacity: 1; color: GrayText; border-color: GrayText; }
  .sp-tab { border-bottom-color: Canvas; } .sp-tab[aria-selected="true"] { border-bottom-color: Highlight; }
  .sp-range { appearance: auto; -webkit-appearance: auto; }
  .sp-tl-bar, .sp-tl-piece, .sp-tl-handle, .sp-loop-bar, .sp-swatch { forced-color-adjust: none; }
}
/* On paper: one column, in the light, and on every sheet that nothing here is clinical. */
@media print {
  .sp-app, .sp-app[data-theme="dark"] { ${LIGHT} container-type: normal; print-color-adjust: exact; -webkit-print-color-adjust: exact; background: none; }
  .sp-app:is([data-home="page"], [data-home="widget"]) { min-height: 0; border: 0; overflow: visible; }
  .sp-frame { display: table; table-layout: fixed; width: 100%; }
  .sp-top { display: table-header-group; border: 0; } .sp-top > * { margin: calc(var(--u) * 0.4) calc(var(--u) * 0.9); display: inline-block; }
  .sp-foot { display: table-footer-group; }
  .sp-main { display: table-row-group; } .sp-main > * + * { margin-top: calc(var(--u) * 0.9); }
  .sp-card { box-shadow: none; } .sp-top, .sp-foot, .sp-card, .sp-view > * { break-inside: avoid; }
  .sp-app .sp-plot { height: auto; } .sp-app .sp-svg { max-height: 320px; }
  .sp-app :is(.sp-strip, .sp-tools, .sp-toasts, .sp-zone-controls, .sp-bar, .sp-minis, .sp-day-label, .sp-tablist, .sp-share, .sp-view-timeline .sp-hint, summary, .sp-story .sp-button) { display: none; }
  .sp-app canvas { max-width: 100%; }
}
`;

export const style = [FRAME, CONTROLS, PICTURE].join("\n");
