"use strict";
// The operator's page: it shows what the server says and sends keys. It decides nothing by itself.
const $ = id => document.getElementById(id);
const show = { lists: [], show: [false, [], false, false, []], trackers: [], reactions: [], held: [], outputs: [], receivers: [], values: {}, view: null };
let stage = null, socket = null, chosen = 0, picked = null, number = 0, heard = 0, again = 250, lastGo = -1e9, panicAt = null, shownCue = "", wondered = "";
const asked = new Map();

function el(tag, kind, text) {
  const e = document.createElement(tag);
  if (kind) e.className = kind;
  if (text !== undefined && text !== null) e.textContent = text;
  return e;
}
const set = (e, text) => { if (e.textContent !== text) e.textContent = text; };
const fixed = (v, digits) => v === null || v === undefined ? "–" : v.toFixed(digits);

// --- the connection -----------------------------------------------------------------------------
function connect() {
  const at = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/show`;
  socket = new WebSocket(at);
  const mine = socket;
  mine.onmessage = e => { if (mine === socket) { heard = performance.now(); again = 250; take(JSON.parse(e.data)); } };
  mine.onclose = () => { if (mine === socket) { lose(); setTimeout(connect, again); again = Math.min(again * 1.6, 2000); } };
}
function lose() {
  document.body.classList.add("lost");
  set($("answer"), "");
  asked.clear();
  wondered = "";
}
setInterval(() => {
  if (heard && document.body.classList.contains("lost")) set($("lost-text"), `Nothing heard for ${Math.round((performance.now() - heard) / 1000)} s: what you see may be old. Connecting again…`);
  // The server says something every second at the latest; a network that went away closes nothing.
  if (socket && socket.readyState === WebSocket.OPEN && performance.now() - heard > 3000) { const old = socket; lose(); socket = null; old.close(); connect(); }
}, 500);

function press(what, more) {
  if (!socket || socket.readyState !== WebSocket.OPEN || document.body.classList.contains("lost")) { tell("No connection: nothing was sent.", true); return; }
  const message = Object.assign({ do: what, number: ++number }, more);
  asked.set(number, what);
  socket.send(JSON.stringify(message));
}
function list() { return show.lists[chosen] ? show.lists[chosen][0] : ""; }
let quiet = 0;
function tell(text, bad) {
  $("answer").className = bad ? "bad" : "";
  set($("answer"), text);
  clearTimeout(quiet);
  quiet = setTimeout(() => set($("answer"), ""), 4000);
}

// --- keys ---------------------------------------------------------------------------------------
function go() {
  press("go", { list: list() });
  const now = performance.now(), wait = stage ? stage.min_go_s * 1000 : 0;
  if (now - lastGo > wait) {
    lastGo = now;
    const g = $("guard");
    g.style.setProperty("--guard", `${wait}ms`);
    g.classList.remove("on"); void g.offsetWidth; g.classList.add("on");
  }
}
function panic() {
  const now = performance.now();
  if (panicAt !== null && now - panicAt < 1500) { calm(); press("panic", {}); return; }
  panicAt = now;
  $("panic").classList.add("armed");
  set($("panic-small"), "once more to fade");
  setTimeout(() => { if (panicAt === now) calm(); }, 1500);
}
function calm() { panicAt = null; $("panic").classList.remove("armed"); set($("panic-small"), show.show[3] ? "again: at once" : "panic"); }
const actions = {
  go, back: () => press("back", { list: list() }), stop: () => press("stop", { list: list() }),
  hold: () => press(show.show[2] || show.show[3] ? "resume" : "hold", {}),
  rolling: () => press("rolling", { on: !show.show[1].includes("operator") }), panic,
};
for (const name in actions) $(name).addEventListener("click", e => { actions[name](); e.currentTarget.blur(); });
const keys = { " ": "go", b: "back", s: "stop", h: "hold", r: "rolling", escape: "panic" };
$("plan").addEventListener("click", () => {
  if (!stage) return;
  set($("plan-note"), Plan.toggle(stage) ? "whole set" : "");
  Plan.values(show.values);
  Plan.move(show.view, show.trackers, show.show[0]);
});
addEventListener("keydown", e => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.tagName === "INPUT") return;
  const name = keys[e.key.toLowerCase()];
  if (name) {
    e.preventDefault();
    if (e.repeat) return;
    $(name).classList.add("down");
    actions[name]();
  } else if (e.key >= "1" && e.key <= "9" && show.lists[e.key - 1]) { choose(e.key - 1); }
  else if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); pick(e.key === "ArrowDown" ? 1 : -1); }
  else if (e.key === "Enter" && picked !== null) { e.preventDefault(); goto(picked); }
});
addEventListener("keyup", e => { const name = keys[e.key.toLowerCase()]; if (name) $(name).classList.remove("down"); });
addEventListener("blur", () => { for (const n in actions) $(n).classList.remove("down"); });
function choose(i) { chosen = i; picked = null; shownCue = ""; rows(); lists(); }
function pick(step) {
  const cues = stage.lists[chosen].cues, at = cues.findIndex(c => c.id === picked);
  const from = at >= 0 ? at : cues.findIndex(c => c.id === show.lists[chosen][1]);
  picked = cues[Math.max(0, Math.min(cues.length - 1, from + step))].id;
  lists();
  const row = $("rows").children[cues.findIndex(c => c.id === picked)];
  if (row) row.scrollIntoView({ block: "nearest" });
}
function wonder() {
  // Preview against live: asked again whenever another cue is chosen, or one has played.
  const want = picked === null ? "" : `${list()}/${picked}/${show.lists.map(l => l[1]).join()}`;
  if (want === wondered) return;
  wondered = want;
  $("preview").hidden = true;
  if (want && socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ ask: "preview", list: list(), cue: picked }));
}
function preview(m) {
  if (m.preview !== picked || m.list !== list()) return;
  set($("preview-title"), m.rows.length ? `Preview: GOTO ${m.preview} changes ${m.rows.length + m.more}` : `Preview: GOTO ${m.preview} changes nothing`);
  $("preview-rows").replaceChildren(...m.rows.map(([name, property, now, then]) => {
    const d = el("div");
    d.append(el("span", "", name), el("i", "", property), el("b", "", said(now)), el("em", "", "→"), el("b", "then", said(then)));
    return d;
  }));
  $("preview").hidden = false;
  const row = $("rows").querySelector(".picked");
  if (row) row.scrollIntoView({ block: "nearest" });
}
const said = v => typeof v === "number" ? String(+v.toPrecision(4)) : Array.isArray(v) ? v.map(said).join(" ") : v === true ? "shown" : v === false ? "hidden" : String(v);
function goto(cue) { press("goto", { list: list(), cue }); picked = null; lists(); }

// --- what the server says -----------------------------------------------------------------------
function take(m) {
  if ("told" in m) {
    const what = asked.get(m.told) || "";
    asked.delete(m.told);
    if (m.refused) tell(`${what.toUpperCase()} refused: ${m.refused}`, true);
    else if (what) tell(what === "go" ? "GO" : `${what.toUpperCase()} done`, false);
    return;
  }
  if ("preview" in m) { preview(m); return; }
  if (m.stage) { begin(m.stage); return; }
  if (!stage) return;
  if (document.body.classList.contains("lost")) document.body.classList.remove("lost");
  Object.assign(show, m);
  if (m.lists || m.show) { lists(); state(); }
  if (m.run) run();
  if (m.held) held();
  if (m.reactions) reactions();
  if (m.outputs) outputs();
  if (m.trackers || m.receivers) trackers();
  if (m.latency || m.trackers) chain();
  if (m.values) Plan.values(show.values);
  if (m.view !== undefined || m.trackers || m.show) Plan.move(show.view, show.trackers, show.show[0]);
  if (m.log) log(m.log);
}
function begin(s) {
  stage = s;
  set($("production"), s.production); set($("scene"), s.scene);
  document.title = `${s.production} – live`;
  $("log").replaceChildren();
  chosen = Math.min(chosen, s.lists.length - 1);
  rows();
  const plan = $("plan");
  Plan.draw(s, plan);
  $("panic").title = s.safe_look ? `Fades to ${s.safe_look}; a second time at once. No emergency stop.` : "No safe look is set in cues.toml";
}
function rows() {
  const tabs = stage.lists.length > 1 ? stage.lists.map((l, i) => {
    const b = el("button", i === chosen ? "chosen" : "", l.label || l.id);
    b.addEventListener("click", () => { choose(i); b.blur(); });
    return b;
  }) : [];
  $("tabs").replaceChildren(...tabs);
  $("rows").replaceChildren(...stage.lists[chosen].cues.map(c => {
    const r = el("div", "row"), marks = el("span", "marks");
    r.dataset.cue = c.id;
    if (c.mark) marks.append(el("u", "", "mark"));
    if (c.link) marks.append(el("u", "", `→ ${c.link}`));
    if (c.follow_s !== null) marks.append(el("u", "", `follow ${c.follow_s}`));
    if (c.hang_s !== null) marks.append(el("u", "", `hang ${c.hang_s}`));
    r.append(el("i", "fill"), el("span", "sign", ""), el("span", "id", c.id), el("span", "label", c.label), marks, el("span", "time", `${+c.time_s.toFixed(1)} s`));
    r.addEventListener("click", () => { picked = picked === c.id ? null : c.id; lists(); });
    return r;
  }));
}
function lists() {
  const l = show.lists[chosen];
  if (!l || !stage) return;
  const [id, current, label, fraction, next, nextLabel, follow, stopped, rate] = l, info = stage.lists[chosen];
  set($("now-list"), `${info.label || id}${rate !== 1 ? ` ×${rate}` : ""}`);
  set($("now-id"), current || "–"); set($("now-label"), current ? label : "before the first cue");
  set($("next-id"), next || "–"); set($("next-label"), next ? nextLabel : "end of the list");
  $("now-bar").style.transform = `scaleX(${current ? fraction : 0})`;
  const bar = $("now-bar").parentElement, moves = current && fraction < 1;
  bar.classList.toggle("done", !moves); bar.classList.toggle("stopped", stopped);
  set($("now-percent"), !current ? "" : stopped ? `STOPPED at ${Math.floor(fraction * 100)} %` : moves ? `${Math.floor(fraction * 100)} %` : "complete");
  set($("follow"), follow === null ? "" : `follows in ${follow.toFixed(1)} s`);
  set($("go-small"), stopped ? "go on" : next ? `cue ${next}` : "end of list");
  const at = info.cues.findIndex(c => c.id === current);
  [...$("rows").children].forEach((r, i) => {
    const cue = r.dataset.cue, here = cue === current && current !== "";
    r.className = `row${here ? " current" : ""}${cue === next ? " next" : ""}${cue === picked ? " picked" : ""}${i < at ? " done" : ""}`;
    set(r.children[1], here ? (stopped ? "■" : "▶") : cue === next ? "▸" : "");
    r.firstChild.style.transform = `scaleX(${here ? fraction : 0})`;
    const button = r.querySelector("button");
    if (cue === picked && !button) { const b = el("button", "", "GOTO"); b.addEventListener("click", e => { e.stopPropagation(); goto(cue); }); r.replaceChild(b, r.lastChild); }
    if (cue !== picked && button) r.replaceChild(el("span", "time", `${+info.cues[i].time_s.toFixed(1)} s`), button);
  });
  wonder();
  const mark = `${chosen}/${current}/${next}`;
  if (mark !== shownCue) {
    shownCue = mark;
    const goal = $("rows").children[info.cues.findIndex(c => c.id === next)] || $("rows").children[at];
    if (goal) { const box = $("rows"); box.scrollTop = Math.max(0, goal.offsetTop - box.offsetTop - box.clientHeight * 0.45); }
  }
  others();
}
function others() {
  if (show.lists.length < 2) { $("others").replaceChildren(); return; }
  const box = $("others");
  while (box.children.length > show.lists.length) box.lastChild.remove();
  show.lists.forEach((l, i) => {
    let o = box.children[i];
    if (!o) {
      o = el("button", "other");
      const bar = el("div", "bar"); bar.append(el("i"));
      o.append(el("b"), el("span"), el("em"), bar);
      o.addEventListener("click", () => { choose(i); o.blur(); });
      box.append(o);
    }
    o.classList.toggle("chosen", i === chosen);
    set(o.children[0], stage.lists[i].label || l[0]);
    set(o.children[1], `${l[1] || "–"} ${l[2]}  →  ${l[4] || "end"}`);
    set(o.children[2], l[7] ? "stopped" : l[6] === null ? "" : `${l[6].toFixed(1)} s`);
    o.children[3].firstChild.style.transform = `scaleX(${l[1] ? l[3] : 0})`;
  });
}
function state() {
  const [rolling, sources, hold, panicked, captured] = show.show, out = [];
  if (rolling) out.push(el("span", "rolling", sources.length === 1 && sources[0] === "operator" ? "ROLLING" : `ROLLING (${sources.join(", ")})`));
  if (hold) out.push(el("span", "hold", "HOLD"));
  if (panicked) out.push(el("span", "safe", "SAFE LOOK"));
  if (captured.length) out.push(el("span", "ready", `${captured.length} by hand`));
  if (!out.length) out.push(el("span", "ready", "ready"));
  $("state").replaceChildren(...out);
  document.body.classList.toggle("holding", hold);
  $("rolling").setAttribute("aria-checked", String(rolling));
  set($("rolling-small"), rolling ? `on: ${sources.join(", ")}` : "off");
  $("hold").classList.toggle("on", hold || panicked);
  set($("hold-word"), hold || panicked ? "RESUME" : "HOLD");
  if (panicAt === null) calm();
}
function chip(id, text, kind) { const c = $(id); set(c, text); c.className = `chip ${kind || ""}`; }
function run() {
  const [, rate, late, digest, , journal] = show.run;
  chip("chip-frames", journal ? "journal fails" : `${rate.toFixed(0)} fps`, journal ? "bad" : rate < 0.9 * stage.rate_hz ? "warn" : "ok");
  $("chip-frames").title = journal ? `The journal: ${journal}` : `Frames a second of the show; ${late} were skipped since it began`;
  set($("chip-digest"), `# ${digest}`);
}
function held() {
  $("held-box").hidden = !show.held.length;
  $("held").replaceChildren(...show.held.map(h => {
    const l = el("div", "line"), s = el("span", "", h.what);
    s.append(el("small", "", h.reason));
    l.append(el("b", "", h.kind.toUpperCase()), s);
    return l;
  }));
}
function reactions() {
  const info = new Map(stage.reactions.map(r => [r.id, r])), bad = show.reactions.filter(r => r.fault).length;
  set($("reactions-count"), bad ? `${bad} with faults` : show.reactions.length ? `${show.reactions.filter(r => r.armed).length} of ${show.reactions.length} armed` : "none");
  $("reactions-box").hidden = !show.reactions.length;
  $("reactions").replaceChildren(...show.reactions.map(r => {
    const l = el("div", "line"), s = el("span", "", (info.get(r.id) || {}).label || r.id), b = el("button", "switch", r.armed ? "ON" : "OFF");
    s.append(el("small", "", r.fault || doing((info.get(r.id) || {}).does || "trigger of a cue", r.true)));
    b.setAttribute("role", "switch"); b.setAttribute("aria-checked", String(r.armed)); b.setAttribute("aria-label", `${r.id} armed`);
    b.addEventListener("click", () => { press("arm", { id: r.id, on: !r.armed || !!r.fault }); b.blur(); });
    l.append(el("i", `dot ${r.fault ? "bad" : r.true ? "ok" : ""}`), s, b);
    return l;
  }));
}
function doing(does, holds) { return does.startsWith("drives ") ? does : does + (holds === null ? " · not measured yet" : holds ? " · true now" : ""); }
function outputs() {
  const bad = show.outputs.filter(o => o[1]).length;
  chip("chip-outputs", show.outputs.length ? bad ? `${bad} output${bad > 1 ? "s" : ""} failing` : `${show.outputs.length} output${show.outputs.length > 1 ? "s" : ""}` : "no outputs", bad ? "bad" : show.outputs.length ? "ok" : "");
  $("outputs").replaceChildren(...show.outputs.map(([name, fault, failures, retry]) => {
    const l = el("div", "line"), s = el("span", "", name);
    if (fault) s.append(el("small", "", `${fault} · ${failures} times, again in ${retry} s`));
    l.append(el("i", `dot ${fault ? "bad" : "ok"}`), s, el("span", "", fault ? "FAILS" : "sending"));
    return l;
  }));
  if (!show.outputs.length) $("outputs").append(el("div", "empty", "No outputs.toml: the show goes to nobody but this page."));
}
function trackers() {
  const rows = show.trackers, off = show.receivers.filter(r => r.fault), stale = rows.filter(t => t.age_ms > 1000 || t.age_ms === null || t.status === "lost");
  chip("chip-trackers", rows.length || show.receivers.length ? off.length ? `${off.length} source${off.length > 1 ? "s" : ""} deaf` : stale.length ? `${stale.length} of ${rows.length} lost` : `${rows.length} tracked` : "no trackers", off.length ? "bad" : stale.length ? "warn" : rows.length ? "ok" : "");
  const box = $("trackers");
  box.replaceChildren();
  for (const r of off) { const l = el("div", "line"), s = el("span", "", r.name); s.append(el("small", "", r.fault)); l.append(el("i", "dot bad"), s, el("span", "", "DEAF")); box.append(l); }
  for (const r of show.receivers) if (!r.fault && r.refused) { const l = el("div", "line"), s = el("span", "", r.name); s.append(el("small", "", `${r.refused} of ${r.packets} packets refused: ${r.last_refusal}`)); l.append(el("i", "dot warn"), s, el("span")); box.append(l); }
  if (!rows.length) { if (!off.length) box.append(el("div", "empty", show.receivers.length ? "Nobody heard yet." : "No tracking.toml.")); return; }
  const t = el("table"), head = el("tr");
  for (const h of ["subject", "rate", "age", "lost", "jitter"]) head.append(el("th", "", h));
  t.append(head);
  for (const x of rows) {
    const r = el("tr"), name = el("td"), gone = x.age_ms === null || x.age_ms > 1000 || x.status === "lost";
    name.append(el("b", x.camera ? "cam" : "", x.subject));
    r.append(name, el("td", "", `${fixed(x.rate_hz, 0)} Hz`), el("td", gone ? "bad" : x.age_ms > 100 ? "warn" : "", x.age_ms > 9999 || x.age_ms === null ? "gone" : `${Math.max(0, x.age_ms).toFixed(0)} ms`), el("td", x.lost ? "warn" : "", String(x.lost)), el("td", x.jitter_ms > 5 ? "warn" : "", `${fixed(x.jitter_ms, 1)} ms`));
    t.append(r);
    if (x.predicted) {
      const p = x.predicted, s = el("tr", "sub"), c = el("td", "", p.residual_mm === null && p.residual_deg === null ? `prediction: ${p.state}, learning` : `predicted ${fixed(p.lag_ms, 0)} ms ahead: off by ${fixed(p.residual_mm, 1)} mm, ${fixed(p.residual_deg, 2)}° — unpredicted ${fixed(p.hold_mm, 1)} mm, ${fixed(p.hold_deg, 2)}°`);
      c.colSpan = 5; s.append(c); t.append(s);
    }
  }
  box.append(t);
}
function chain() {
  const l = show.latency;
  if (!l) return;
  const box = el("div", "chain"), here = l.tracking_ms === null ? null : Math.max(0, l.tracking_ms), known = here !== null && here < l.total_ms;
  if (known) { const i = el("i", "here", `to here ${here.toFixed(0)} ms`); i.style.width = `${Math.max(26, 100 * here / l.total_ms)}%`; box.append(i); }
  box.append(el("i", "ahead", known ? `to light ${(l.total_ms - here).toFixed(0)} ms, predicted` : `capture to light ${l.total_ms.toFixed(0)} ms`));
  const note = el("span", `badge${l.measured ? " ok" : ""}`, l.measured ? `${l.total_ms} ms measured${l.uncertainty_ms !== null ? ` ± ${l.uncertainty_ms}` : ""}` : `${l.total_ms} ms ASSUMED`);
  $("tracking-note").replaceChildren(note);
  $("chain").title = l.text;
  $("chain").replaceChildren(box);
}
function clock(s) { const m = Math.floor(s / 60); return `${String(m).padStart(2, "0")}:${(s % 60).toFixed(1).padStart(4, "0")}`; }
function log(lines) {
  const box = $("log");
  for (const l of lines) {
    const d = el("div", l.level);
    d.append(el("time", "", clock(l.at_s)), el("i", "", l.kind), el("span", "", l.text ? `${l.what}: ${l.text}` : l.what));
    box.prepend(d);
  }
  while (box.children.length > 200) box.lastChild.remove();
}
connect();
