// The looks of the views. Colours are the shell's custom properties; lines differ by dash and width too.

const UPLOT = `
.uplot, .uplot *, .uplot *::before, .uplot *::after { box-sizing: border-box; }
.uplot { font-family: inherit; line-height: 1.5; width: min-content; }
.u-wrap { position: relative; user-select: none; }
.u-over, .u-under { position: absolute; }
.u-under { overflow: hidden; }
.uplot canvas { display: block; position: relative; width: 100%; height: 100%; }
.u-select { background: color-mix(in srgb, var(--sp-accent) 18%, transparent); position: absolute; pointer-events: none; }
.u-cursor-x, .u-cursor-y { position: absolute; left: 0; top: 0; pointer-events: none; will-change: transform; }
.u-hz .u-cursor-x { height: 100%; border-right: 1.5px dashed var(--sp-muted); }
.u-hz .u-cursor-y { display: none; }
.u-cursor-pt { position: absolute; top: 0; left: 0; border-radius: 50%; border: 0 solid; pointer-events: none; will-change: transform;
  background-clip: padding-box !important; }
.u-axis { position: absolute; }
.u-axis.u-off, .u-select.u-off, .u-cursor-x.u-off, .u-cursor-y.u-off, .u-cursor-pt.u-off { display: none; }
`;

const COMMON = `
.sp-v { --gutter: calc(var(--u) * 2.24); min-width: 0; }
.sp-v > * + * { margin-top: calc(var(--u) * 0.45); }
.sp-view-head { display: flex; flex-wrap: wrap; gap: 0.3em 0.8em; align-items: center; justify-content: space-between; }
.sp-app h4.sp-view-title { margin: calc(var(--u) * 0.8) 0 0; font-size: calc(var(--u) * 0.92); }
.sp-minis { display: flex; flex-wrap: wrap; gap: 0.35em; }
.sp-mini { font-family: inherit; font-weight: 600; font-size: calc(var(--u) * 0.78); line-height: 1.2; color: var(--sp-text); background: transparent;
  border: 1px solid var(--sp-rule); border-radius: 7px; padding: 0.25em 0.65em; min-height: 24px; cursor: pointer; }
.sp-mini:hover:not([disabled]) { border-color: var(--sp-accent); background: var(--sp-tint); }
.sp-mini[disabled] { color: var(--sp-muted); opacity: 0.6; cursor: default; }
.sp-hint { color: var(--sp-muted); font-size: calc(var(--u) * 0.85); line-height: 1.4; }
.sp-pick { flex-wrap: wrap; }
.sp-check, .sp-pick { min-height: 24px; display: flex; gap: 0.5em; align-items: center; font-size: calc(var(--u) * 0.9); }
.sp-pick select { max-width: 100%; }
.sp-check input, .sp-chip input { flex: none; width: 1.1em; height: 1.1em; accent-color: var(--sp-accent); margin: 0; }
.sp-hidden { display: none; }
.sp-svg { display: block; width: 100%; height: auto; max-height: 72vh; overflow: visible; }
.sp-svg text { fill: var(--sp-text); font-family: system-ui, "Segoe UI", Roboto, sans-serif; }
.sp-svg .sp-tick { fill: var(--sp-muted); font-size: 17px; }
.sp-svg .sp-axis-name { font-size: 17px; }
.sp-svg .sp-middle { text-anchor: middle; } .sp-svg .sp-end { text-anchor: end; } .sp-svg .sp-start { text-anchor: start; }
.sp-grid { stroke: var(--sp-rule); stroke-width: 1; }
.sp-axis { stroke: var(--sp-edge); stroke-width: 1.3; fill: none; }
.sp-detail { min-height: 2.9em; font-size: calc(var(--u) * 0.92); }
${[0, 1, 2, 3, 4, 5, 6, 7].map((i) => `.sp-ink-${i} { stroke: var(--sp-ink-${i}); }`).join(" ")}
`;

const CURVES = `
.sp-plot { width: 100%; min-width: 0; overflow: hidden; }
.sp-plot-pain { height: clamp(230px, calc(var(--u) * 4 + 20cqi), 460px); }
.sp-plot-states { height: clamp(170px, calc(var(--u) * 3 + 12cqi), 320px); }
.sp-readout { font-size: calc(var(--u) * 0.92); font-variant-numeric: tabular-nums; min-height: 1.5em; }
.sp-day-label { display: grid; grid-template-columns: auto 1fr; gap: 0.7em; align-items: center; font-size: calc(var(--u) * 0.85); color: var(--sp-muted); }
.sp-day { width: 100%; accent-color: var(--sp-accent); margin: 0; min-height: 24px; }
.sp-chips { border: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.3em 1em; margin-top: calc(var(--u) * 0.8) !important; }
.sp-chips legend { padding: 0; font-weight: 650; margin-bottom: 0.3em; }
.sp-v .sp-chip { display: inline-flex; align-items: center; gap: 0.4em; font-size: calc(var(--u) * 0.86); min-height: 24px; cursor: pointer; }
.sp-chip-value { font-variant-numeric: tabular-nums; min-width: 2.6em; color: var(--sp-muted); }
.sp-swatch { width: 34px; height: 10px; } .sp-swatch line { stroke-width: 2.6; }
.sp-guess { position: absolute; inset: 0; pointer-events: none; z-index: 3; }
.sp-guess.sp-drawing { pointer-events: auto; cursor: crosshair; touch-action: none;
  background: color-mix(in srgb, var(--sp-accent) 5%, transparent); }
.sp-guess-picture { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; pointer-events: none; }
.sp-guess-line { fill: none; stroke: var(--sp-ink-4); stroke-width: 3.2; stroke-dasharray: 1 6; stroke-linecap: round; stroke-linejoin: round; }
.sp-guess-grip { fill: var(--sp-paper); stroke: var(--sp-ink-4); stroke-width: 3.5; }
.sp-guess-handle { position: absolute; left: -13px; top: -13px; width: 26px; height: 26px; border-radius: 50%; pointer-events: none; }
.sp-app .sp-guess-handle:focus-visible { border-radius: 50%; }
`;

const TIMELINE = `
.sp-tl-body { position: relative; }
.sp-tl-rows { display: grid; gap: calc(var(--u) * 0.6); }
.sp-tl-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1em 0.7em; font-size: calc(var(--u) * 0.9); padding-inline: 12px; }
.sp-tl-name { font-weight: 650; } .sp-tl-amount { color: var(--sp-muted); } .sp-tl-head .sp-minis { margin-inline-start: auto; position: relative; z-index: 1; }
.sp-tl-head .sp-mini { background: var(--sp-card); }
.sp-tl-track { position: relative; height: calc(var(--u) * 1.9); min-height: 30px; margin: 3px 12px 0;
  border-bottom: 1.5px solid var(--sp-edge); }
.sp-tl-bar { position: absolute; inset-block: 0; overflow: hidden; border-radius: 5px 5px 0 0; pointer-events: none; container-type: size; }
.sp-tl-bar::before { content: ""; position: absolute; inset: auto 0 0 0; height: var(--amount); background: color-mix(in srgb, var(--hue) 26%, var(--sp-card));
  border: 1.6px solid var(--hue); border-bottom: 0; border-radius: 5px 5px 0 0; }
.sp-tl-bar[data-open]::before { border-right: 0; border-top-right-radius: 0; }
.sp-tl-bar[data-many]::before { background: none; border-style: dashed; }
.sp-tl-bar[data-out] { display: none; }
.sp-tl-text { position: absolute; inset: 0; display: flex; align-items: center; padding-inline: 16px 10px; font-size: calc(var(--u) * 0.8);
  white-space: nowrap; color: var(--sp-text); font-variant-numeric: tabular-nums; }
.sp-tl-bar[data-many] .sp-tl-text { display: none; }
@container (max-width: 120px) { .sp-tl-text { display: none; } }
.sp-tl-piece { position: absolute; bottom: 0; background: var(--hue); opacity: 0.75; pointer-events: none; }
.sp-tl-handle { position: absolute; top: 0; height: 100%; touch-action: none; }
.sp-tl-move { cursor: grab; min-width: 4px; border-radius: 5px; } .sp-tl-move:active { cursor: grabbing; }
.sp-tl-start, .sp-tl-stop { width: 24px; cursor: ew-resize; z-index: 2; }
.sp-tl-start { transform: translateX(-12px); } .sp-tl-stop { transform: translateX(-12px); }
.sp-tl-start::after, .sp-tl-stop::after { content: ""; position: absolute; left: 8px; top: 15%; width: 8px; height: 70%; border-radius: 4px;
  background: var(--hue); border: 1.5px solid var(--sp-card); }
.sp-tl-handle:hover::after { transform: scaleX(1.4); }
.sp-app .sp-tl-handle:focus-visible { outline-offset: 0; z-index: 4; }
.sp-tl-scale { position: relative; height: 1.6em; margin: 4px 12px 0; font-size: calc(var(--u) * 0.82); color: var(--sp-muted); }
.sp-tl-tick { position: absolute; transform: translateX(-50%); font-variant-numeric: tabular-nums; padding-top: 3px; }
.sp-tl-tick::before { content: ""; position: absolute; left: 50%; top: -4px; height: 5px; border-left: 1.5px solid var(--sp-edge); }
.sp-tl-mark { position: absolute; inset-block: 0 1.6em; pointer-events: none; border-left: 1.5px dashed var(--sp-muted); }
.sp-tl-status { min-height: 1.5em; font-size: calc(var(--u) * 0.88); color: var(--sp-bad); font-weight: 600; }
.sp-tl-status:empty { min-height: 0; margin: 0; }
`;

const CYCLE = `
.sp-node rect { fill: color-mix(in srgb, var(--sp-ink-1) 9%, var(--sp-paper)); stroke: var(--sp-text); stroke-width: 2.4; }
.sp-node { pointer-events: none; }
.sp-svg .sp-node-text { font-size: 27px; text-anchor: middle; }
.sp-svg .sp-node-state .sp-node-text, .sp-svg .sp-node-pain .sp-node-text, .sp-svg .sp-node-felt_pain .sp-node-text { font-weight: 700; }
.sp-svg .sp-node-outside .sp-node-text { fill: var(--sp-muted); font-style: italic; }
.sp-arrow { cursor: pointer; --ink: var(--sp-text); outline: none; }
.sp-arrow-line { fill: none; stroke: var(--ink); stroke-linecap: butt; opacity: var(--strength); }
.sp-arrow-head { fill: var(--ink); opacity: var(--strength); }
.sp-svg .sp-arrow-sign { font-size: 30px; font-weight: 700; text-anchor: middle; fill: var(--ink); }
.sp-arrow-target { fill: none; stroke: transparent; stroke-width: 34; pointer-events: stroke; }
.sp-arrow[data-strong] { --ink: var(--sp-ink-2); }
.sp-arrow[data-balancing] { --ink: var(--sp-ink-1); }
.sp-arrow[data-balancing] .sp-arrow-line { stroke-dasharray: 15 8; }
.sp-arrow[data-cut] .sp-arrow-line { stroke-dasharray: 3 8; }
.sp-arrow:hover .sp-arrow-target, .sp-arrow[data-chosen] .sp-arrow-target { stroke: color-mix(in srgb, var(--sp-accent) 22%, transparent); }
.sp-app .sp-arrow:focus-visible { outline: none; }
.sp-arrow:focus-visible .sp-arrow-target { stroke: color-mix(in srgb, var(--sp-accent) 55%, transparent); }
.sp-loops { list-style: none; padding: 0; margin-inline: 0; display: grid; gap: 0.5em; font-size: calc(var(--u) * 0.88); }
.sp-loops li { display: grid; grid-template-columns: 2.6em 7em auto; column-gap: 0.6em; align-items: center; --ink: var(--sp-ink-2); }
.sp-loops li[data-balancing] { --ink: var(--sp-ink-1); }
.sp-loop-name { font-weight: 700; color: var(--ink); }
.sp-loop-bar { height: 0.75em; background: linear-gradient(to right, var(--ink) calc(100% * var(--share)), var(--sp-rule) calc(100% * var(--share))); border-radius: 3px; }
.sp-loop-share { font-variant-numeric: tabular-nums; font-weight: 600; }
.sp-loop-path { grid-column: 2 / -1; line-height: 1.35; }
@media (prefers-reduced-motion: no-preference) {
  .sp-arrow-line { transition: stroke-width 220ms, opacity 220ms; }
  .sp-arrow-head { transition: opacity 220ms; }
}
`;

const MAPS = `
.sp-svg-cobweb, .sp-svg-tipping { max-width: 640px; margin-inline: auto; }
.sp-diagonal { stroke: var(--sp-muted); stroke-width: 1.4; stroke-dasharray: 5 5; fill: none; }
.sp-map { stroke: var(--sp-ink-0); stroke-width: 3.4; fill: none; }
.sp-steps { stroke: var(--sp-ink-2); stroke-width: 1.6; fill: none; }
.sp-rest { fill: var(--sp-ink-0); stroke: var(--sp-ink-0); stroke-width: 2.6; }
.sp-ridge { fill: var(--sp-paper); }
.sp-svg .sp-rest-text, .sp-svg .sp-fold-text, .sp-svg .sp-here-text { font-size: 18px; font-weight: 650; paint-order: stroke;
  stroke: var(--sp-paper); stroke-width: 5px; stroke-linejoin: round; }
.sp-branch { stroke: var(--sp-ink-0); stroke-width: 3.6; fill: none; }
.sp-ridge-line { stroke: var(--sp-muted); stroke-width: 2.4; stroke-dasharray: 8 6; }
.sp-both { fill: var(--sp-pale); opacity: 0.4; }
.sp-fold { fill: var(--sp-ink-2); }
.sp-svg .sp-fold-text { fill: var(--sp-ink-2); }
.sp-here { fill: var(--sp-ink-1); stroke: var(--sp-paper); stroke-width: 3; }
.sp-here-line { stroke: var(--sp-ink-1); stroke-width: 1.6; stroke-dasharray: 3 5; }
.sp-svg .sp-here-text { fill: var(--sp-ink-1); }
`;

const TABLES = `
.sp-behind summary { font-size: calc(var(--u) * 0.88); }
.sp-data-scroll { position: relative; overflow: auto; max-height: calc(var(--u) * 20); border: 1px solid var(--sp-rule); border-radius: 8px; }
.sp-data-tall { max-height: calc(var(--u) * 34); }
.sp-data { border-collapse: collapse; width: 100%; font-size: calc(var(--u) * 0.84); font-variant-numeric: tabular-nums; }
.sp-data caption { text-align: start; color: var(--sp-muted); padding: 0.5em 0.7em; }
.sp-data th, .sp-data td { text-align: end; padding: 0.22em 0.38em; border-top: 1px solid var(--sp-rule); white-space: nowrap; font-weight: 400; }
.sp-data th:first-child { text-align: start; font-weight: 600; }
.sp-data td:nth-child(2):not(:last-child) { text-align: end; }
.sp-data thead th { position: sticky; top: 0; background: var(--sp-card); font-weight: 600; white-space: normal; vertical-align: bottom; z-index: 1; }
.sp-data tbody th { position: sticky; left: 0; background: var(--sp-card); }
.sp-data caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`;

export const style = [UPLOT, COMMON, CURVES, TIMELINE, CYCLE, MAPS, TABLES].join("\n");
