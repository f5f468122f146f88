"use strict";
// The set from above: what stands there once, then what moves, in SVG.
const Plan = (() => {
  const NS = "http://www.w3.org/2000/svg";
  let svg, still, moving, box, unit = 1, wide = false, pieces = new Map();

  function make(name, attributes, parent, text) {
    const e = document.createElementNS(NS, name);
    for (const k in attributes) e.setAttribute(k, attributes[k]);
    if (text !== undefined) e.textContent = text;
    parent.appendChild(e);
    return e;
  }

  const span = points => points.reduce((b, [x, y]) => [Math.min(b[0], x), Math.min(b[1], y), Math.max(b[2], x), Math.max(b[3], y)], [1e9, 1e9, -1e9, -1e9]);

  function fit(stage) {
    // Where people act: cameras, figures and zones, with what stands close to them. A click shows the whole set.
    const all = stage.plan.flatMap(f => f.outline), acting = stage.plan.filter(f => !["piece", "wall"].includes(f.kind)).flatMap(f => f.outline);
    let b = span(wide || !acting.length ? all : acting);
    if (!wide && acting.length) {
      const near = 2.5, inside = f => f.outline.some(([x, y]) => x > b[0] - near && x < b[2] + near && y > b[1] - near && y < b[3] + near);
      const around = stage.plan.filter(f => { const s = span(f.outline); return s[2] - s[0] < 9 && s[3] - s[1] < 9 && inside(f); });
      b = span([...acting, ...around.flatMap(f => f.outline)]);
    }
    if (!all.length) b = [-4, -4, 4, 4];
    const w = Math.max(b[2] - b[0], 3), h = Math.max(b[3] - b[1], 3), m = 0.07 * Math.max(w, h);
    return [b[0] - m, -b[3] - m, w + 2 * m, h + 2 * m];
  }

  function draw(stage, element) {
    svg = element;
    svg.replaceChildren();
    pieces = new Map();
    box = fit(stage);
    svg.setAttribute("viewBox", box.join(" "));
    unit = Math.max(box[2] / 440, box[3] / 280);
    still = make("g", {}, svg);
    moving = make("g", {}, svg);
    for (const f of stage.plan) {
      const [x, y] = f.outline[0];
      let e;
      if (f.kind === "camera") {
        const a = Math.atan2(-f.facing[1], f.facing[0]), r = 6 * unit;
        const at = (t, k) => `${x + k * r * Math.cos(a + t)},${-y + k * r * Math.sin(a + t)}`;
        e = make("polygon", { class: "camera", points: [at(0, 1.3), at(2.4, 1), at(-2.4, 1)].join(" ") }, still);
      } else if (f.kind === "figure") {
        e = make("circle", { class: "figure", cx: x, cy: -y, r: 4.5 * unit }, still);
        make("text", { class: "figure-name", x: x + 7 * unit, y: -y + 4 * unit, "font-size": 11 * unit }, still, f.name);
      } else {
        const s = span(f.outline), ground = f.kind === "piece" && s[2] - s[0] > 9 && s[3] - s[1] > 9;
        e = make("polygon", { class: ground ? "piece ground" : f.kind, points: f.outline.map(p => `${p[0]},${-p[1]}`).join(" ") }, still);
        if (f.kind === "zone") {
          const px = Math.max(...f.outline.map(p => -p[1]));
          make("text", { class: "zone-name", x: Math.min(...f.outline.map(p => p[0])), y: px + 13 * unit, "font-size": 12 * unit }, still, f.name);
        }
      }
      make("title", {}, e, f.name);
      pieces.set(f.id, { e, f });
    }
    const bar = nice(box[2] / 5), x = box[0] + 8 * unit, y = box[1] + box[3] - 8 * unit;
    make("path", { d: `M${x} ${y - 4 * unit}V${y}H${x + bar}V${y - 4 * unit}`, fill: "none", stroke: "#8492a1" }, still);
    make("text", { x: x + 4 * unit, y: y - 6 * unit, "font-size": 11 * unit, fill: "#8492a1" }, still, `${bar} m`);
  }

  const nice = v => { const p = 10 ** Math.floor(Math.log10(v)); return [1, 2, 5, 10].map(k => k * p).filter(k => k <= v).pop(); };

  function rotate(q, v) {
    const [w, x, y, z] = q, [a, b, c] = v;
    const tx = 2 * (y * c - z * b), ty = 2 * (z * a - x * c), tz = 2 * (x * b - y * a);
    return [a + w * tx + y * tz - z * ty, b + w * ty + z * tx - x * tz, c + w * tz + x * ty - y * tx];
  }

  function values(changed) {
    for (const { e, f } of pieces.values()) {
      e.classList.toggle("gone", changed[f.id + "#visible"] === false);
      const at = changed[f.id + "#transform.translation"];
      if (at) e.setAttribute("transform", `translate(${at[0] - f.origin[0]} ${-(at[1] - f.origin[1])})`);
      else e.removeAttribute("transform");
    }
  }

  function move(view, trackers, rolling) {
    if (!moving) return;
    moving.replaceChildren();
    if (view) {
      const [at, q, left, right] = view, far = 1.2 * Math.max(box[2], box[3]);
      const ends = [[-left, 0, -1], [right, 0, -1]].map(v => { const d = rotate(q, v), n = Math.hypot(d[0], d[1]) || 1; return [at[0] + far * d[0] / n, at[1] + far * d[1] / n]; });
      make("polygon", { class: rolling ? "frustum live" : "frustum", points: [at, ...ends].map(p => `${p[0]},${-p[1]}`).join(" ") }, moving);
    }
    for (const t of trackers) {
      if (!t.position_m) continue;
      const [x, y] = t.position_m, stale = t.status === "lost" || t.age_ms > 1000;
      make("circle", { class: stale ? "subject lost" : "subject", cx: x, cy: -y, r: 6 * unit }, moving);
      make("text", { class: "subject-name", x: x + 9 * unit, y: -y - 7 * unit, "font-size": 13 * unit }, moving, t.subject);
    }
  }

  function toggle(stage) { wide = !wide; draw(stage, svg); return wide; }

  return { draw, values, move, toggle };
})();
