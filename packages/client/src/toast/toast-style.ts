/**
 * How the toast looks. Colours follow the page's `color-scheme`; a page may set the custom
 * properties that begin with `--laurel-toast-`.
 */
export const toastStyle = `
:host {
  --ground: var(--laurel-toast-ground, light-dark(#fffffff5, #171d1bf2));
  --text: var(--laurel-toast-text, light-dark(#15201b, #f2f6f3));
  --soft: light-dark(#55645c, #a9b8b0);
  --line: light-dark(#15201b1a, #ffffff1f);
  --accent: var(--laurel-toast-accent, light-dark(#1a6b45, #7fd6a6));
  --well: light-dark(#e7efe9, #0c110f);
  --gold: light-dark(#9a6700, #f3c969);
  --shadow: light-dark(#0d1f1626, #00000080);
  position: fixed;
  inset: 0;
  z-index: 2147483000;
  display: flex;
  box-sizing: border-box;
  width: auto;
  height: auto;
  max-width: none;
  max-height: none;
  margin: 0;
  padding: max(1.25rem, env(safe-area-inset-bottom)) 1.25rem;
  border: 0;
  background: none;
  overflow: hidden;
  pointer-events: none;
  align-items: flex-end;
  justify-content: flex-end;
  font: 0.9375rem / 1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
:host([position^="top"]) { align-items: flex-start; }
:host([position$="left"]) { justify-content: flex-start; }
:host([position$="center"]) { justify-content: center; }

.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.card {
  position: relative;
  display: grid;
  grid-template-columns: auto 1fr auto;
  gap: 0 0.875rem;
  align-items: center;
  box-sizing: border-box;
  width: min(24.5rem, 100%);
  padding: 0.75rem 0.5rem 0.8125rem 0.75rem;
  border: 1px solid var(--line);
  border-radius: 18px;
  background: var(--ground);
  backdrop-filter: blur(18px) saturate(1.4);
  box-shadow: 0 1px 2px var(--shadow), 0 14px 40px -8px var(--shadow);
  color: var(--text);
  pointer-events: auto;
  overflow: hidden;
  isolation: isolate;
}
.card[hidden] { display: none; }

.art {
  position: relative;
  align-self: start;
  width: 4.25rem;
  height: 4.25rem;
  margin: 0.25rem 0.125rem;
  isolation: isolate;
}
.picture {
  width: 100%;
  height: 100%;
  border-radius: 13px;
  background: var(--well);
  object-fit: cover;
  box-shadow: inset 0 0 0 1px var(--line);
}
.wreath {
  position: absolute;
  right: -0.4rem;
  bottom: -0.4rem;
  display: grid;
  place-items: center;
  width: 1.65rem;
  height: 1.65rem;
  border-radius: 50%;
  background: var(--accent);
  color: light-dark(#ffffff, #0c1511);
  box-shadow: 0 0 0 3px light-dark(#ffffff, #1a211e);
}
.wreath svg { width: 1rem; height: 1rem; }
.behind:not([src]) { display: none; }
.behind {
  position: absolute;
  inset: 0;
  z-index: -1;
  filter: brightness(0.8);
  transform: rotate(8deg) translate(5px, -2px);
}
.behind + .behind { transform: rotate(-8deg) translate(-5px, -2px); }

.words {
  display: grid;
  gap: 0.0625rem;
  min-width: 0;
  padding: 0.125rem 0;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  text-align: start;
  cursor: pointer;
}
.overline {
  display: flex;
  gap: 0.5rem;
  color: var(--accent);
  font-size: 0.75rem;
  font-weight: 600;
  letter-spacing: 0.01em;
}
.headline {
  overflow: hidden;
  font-size: 1.0625rem;
  font-weight: 650;
  line-height: 1.25;
  letter-spacing: -0.01em;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.detail {
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
  overflow: hidden;
  color: var(--soft);
  font-size: 0.875rem;
  line-height: 1.35;
}
.facts {
  display: flex;
  flex-wrap: wrap;
  gap: 0.125rem 0.625rem;
  margin-top: 0.1875rem;
  color: var(--soft);
  font-size: 0.78125rem;
  font-variant-numeric: tabular-nums;
}
.points { color: var(--text); font-weight: 650; }
.note { display: inline-flex; gap: 0.3rem; align-items: center; }
.note svg { width: 0.875rem; height: 0.875rem; flex: none; }
.note[data-kind="rejected"] { color: light-dark(#a8211b, #f59a93); }
.words span:empty { display: none; }

.dismiss {
  align-self: start;
  display: grid;
  place-items: center;
  width: 2rem;
  height: 2rem;
  margin: -0.25rem 0 0;
  padding: 0;
  border: 0;
  border-radius: 50%;
  background: none;
  color: var(--soft);
  opacity: 0.55;
  cursor: pointer;
}
.dismiss svg { width: 0.875rem; height: 0.875rem; }
.card:hover .dismiss, .dismiss:focus-visible { opacity: 1; }
.dismiss:hover { background: var(--line); color: var(--text); }
:focus-visible { outline: 3px solid light-dark(#0b57d0, #8ab4ff); outline-offset: 2px; }
.words:focus-visible { border-radius: 6px; }

.time {
  position: absolute;
  inset: auto 0 0;
  height: 3px;
  background: var(--accent);
  opacity: 0.75;
  transform-origin: left;
}
.card[data-state="in"] .time { animation: pass var(--life) linear forwards; }
.card[data-state="out"] .time { visibility: hidden; }
.card[data-paused] .time { animation-play-state: paused !important; opacity: 0.35; }

.card[data-rare] {
  --accent: var(--gold);
  border-color: light-dark(#c58a0a66, #f3c96959);
  background:
    radial-gradient(120% 160% at 0% 0%, light-dark(#ffe9b0a6, #6b4b0a73), transparent 58%),
    var(--ground);
}
.card[data-rare] .picture {
  box-shadow: 0 0 0 2px var(--gold), 0 0 22px light-dark(#d69a1a66, #f3c9694d);
}
.card[data-rare] .shine {
  position: absolute;
  inset: 0;
  --gleam: light-dark(#ffffffd9, #fff3d159);
  background: linear-gradient(105deg, transparent 38%, var(--gleam) 50%, transparent 62%);
  z-index: -1;
  transform: translateX(-110%);
  pointer-events: none;
}
.card[data-rare][data-state="in"] .shine {
  animation: shine 1.5s 0.45s cubic-bezier(0.3, 0, 0.2, 1) 2 forwards;
}

.card[data-state="in"] { animation: arrive 0.52s cubic-bezier(0.18, 1.2, 0.35, 1); }
.card[data-state="in"] .front { animation: land 0.6s 0.08s cubic-bezier(0.2, 1.5, 0.4, 1) backwards; }
.card[data-state="in"] .wreath { animation: land 0.5s 0.3s cubic-bezier(0.2, 1.7, 0.4, 1) backwards; }
.card[data-state="out"] { animation: leave 0.22s ease-in forwards; }
:host([position^="top"]) .card { --from: -1.5rem; }

@keyframes arrive { from { opacity: 0; transform: translateY(var(--from, 1.5rem)) scale(0.96); } }
@keyframes land { from { opacity: 0; transform: scale(0.6); } }
@keyframes leave { to { opacity: 0; transform: translateY(var(--from, 0.75rem)) scale(0.98); } }
@keyframes pass { from { transform: scaleX(1); } to { transform: scaleX(0); } }
@keyframes shine { to { transform: translateX(110%); } }
@keyframes appear { from { opacity: 0; } }

@media (prefers-reduced-motion: reduce) {
  .card[data-state="in"] { animation: appear 0.2s linear; }
  .card[data-state="out"] { animation: none; opacity: 0; }
  .card[data-state="in"] .front,
  .card[data-state="in"] .wreath { animation: none; }
  .card[data-rare] .shine { display: none; }
  .card .time { display: none; }
}
@media (prefers-reduced-transparency: reduce) {
  .card { background: light-dark(#ffffff, #171d1b); backdrop-filter: none; }
}
@media (forced-colors: active) {
  .card { border: 2px solid CanvasText; }
  .time { background: CanvasText; }
}
@media (max-width: 30rem) {
  :host { padding: 0.75rem; }
  .card { width: 100%; }
}
`;
