// Sizes as rectangles: the larger the part, the larger its area.

/**
 * Divides an area between parts, largest first, into rectangles that are as square as can be (squarified treemap).
 * parts: [{size}]; gives [{part, x, y, width, height}].
 */
function divideArea(parts, x, y, width, height) {
  const left = parts.filter(part => part.size > 0).sort((one, other) => other.size - one.size);
  const total = left.reduce((sum, part) => sum + part.size, 0);
  const scale = width * height / total;
  const placed = [];
  let start = 0;
  while (start < left.length && width > 0 && height > 0) {
    const side = Math.min(width, height);
    let end = start;
    let area = 0;
    let worst = Infinity;
    // A row along the shorter side takes parts as long as its rectangles become squarer by it.
    while (end < left.length) {
      const next = area + left[end].size * scale;
      const thickness = next / side;
      const ratio = Math.max(thickness * thickness / (left[end].size * scale), left[start].size * scale / (thickness * thickness));
      if (ratio > worst) break;
      worst = ratio;
      area = next;
      end++;
    }
    const thickness = area / side;
    let along = 0;
    for (; start < end; start++) {
      const length = left[start].size * scale / thickness;
      placed.push(width >= height
        ? {part: left[start], x, y: y + along, width: thickness, height: length}
        : {part: left[start], x: x + along, y, width: length, height: thickness});
      along += length;
    }
    if (width >= height) { x += thickness; width -= thickness; } else { y += thickness; height -= thickness; }
  }
  return placed;
}

const headHeight = 18;

/**
 * A treemap of two levels. parts: [{name, size, address, hue, parts}]. One tab stop; the arrow keys go from part to part,
 * the largest first.
 */
function treemap(label, parts) {
  const map = element('div', {className: 'treemap', role: 'group', 'aria-label': label + '; arrow keys go from part to part'});
  const total = parts.reduce((sum, part) => sum + part.size, 0);

  function cell({part, x, y, width, height}, path, depth) {
    const name = path ? `${path} › ${part.name}` : part.name;
    const text = `${name}: ${plural(part.size, 'byte')}, ${percent(part.size, total)}`;
    const made = element(part.address ? 'a' : 'div', {className: `cell hue-${part.hue ?? 0} depth-${depth}`, title: text, 'aria-label': text});
    if (part.address) { made.href = part.address; made.tabIndex = -1; } else made.setAttribute('role', 'img');
    Object.assign(made.style, {left: x + 'px', top: y + 'px', width: width + 'px', height: height + 'px'});
    const hasParts = part.parts?.length > 0 && width > 40 && height > headHeight + 20;
    if ((width > 34 && height > 14) || hasParts) made.append(element('span', {className: 'name', 'aria-hidden': 'true'}, part.name));
    map.append(made);
    if (!hasParts) return;
    for (const inner of divideArea(part.parts, x + 2, y + headHeight, width - 4, height - headHeight - 2)) {
      if (inner.width > 2 && inner.height > 2) cell(inner, name, depth + 1);
    }
  }

  function draw() {
    const width = map.clientWidth;
    const height = map.clientHeight;
    if (width === 0) return;
    map.replaceChildren();
    for (const placed of divideArea(parts, 0, 0, width, height)) cell(placed, '', 0);
    const first = map.querySelector('a');
    if (first) first.tabIndex = 0;
  }

  map.addEventListener('keydown', event => {
    const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
    if (!step) return;
    const cells = [...map.querySelectorAll('a')];
    const next = cells[cells.indexOf(document.activeElement) + step];
    if (!next) return;
    document.activeElement.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    event.preventDefault();
  });
  new ResizeObserver(draw).observe(map);
  return map;
}

const chunkHues = {Code: 1, LitT: 2, AtU8: 3, Atom: 3, Dbgi: 4, Abst: 4, Docs: 5, ImpT: 6, ExpT: 6, LocT: 6, FunT: 6, Line: 7, Type: 7, StrT: 2};
const chunkSections = {Code: 'code', LitT: 'literals', AtU8: 'atoms', Atom: 'atoms', ImpT: 'imports', ExpT: 'exports', LocT: 'locals', FunT: 'funs', Line: 'lines', Type: 'types', StrT: 'strings', Recs: 'records', Attr: 'attrs', CInf: 'attrs', Docs: 'docs'};

/** The chunks of a module, and the functions in its code. */
function moduleParts(module, data) {
  return data.chunks.chunks.map(({id, size}) => ({
    name: id, size, hue: chunkHues[id], address: chunkSections[id] ? sectionAddress(module, chunkSections[id]) : undefined,
    parts: id === 'Code' && !data.code.error
      ? data.code.functions.map(entry => ({name: entry.name, size: entry.bytes, hue: 1, address: functionAddress(module, entry.name)}))
      : [],
  }));
}

/** The applications of the page, and the modules in them. */
function applicationParts() {
  const applications = new Map();
  const folder = commonFolder(pageIndex.modules.map(module => module.application));
  for (const module of pageIndex.modules) {
    if (!applications.has(module.application)) {
      applications.set(module.application, {name: module.application.slice(folder.length), size: 0, hue: 1 + applications.size % 7, parts: []});
    }
    const application = applications.get(module.application);
    application.size += module.bytes;
    application.parts.push({name: module.name, size: module.bytes, hue: application.hue, address: moduleAddress(module)});
  }
  if (applications.size === 1) return [...applications.values()][0].parts.map(part => ({...part, hue: 1}));
  return [...applications.values()];
}

// What all paths begin with, up to a slash.
function commonFolder(paths) {
  let common = paths[0] ?? '';
  for (const path of paths) {
    while (!path.startsWith(common)) common = common.slice(0, -1);
  }
  return common.slice(0, common.lastIndexOf('/') + 1);
}
