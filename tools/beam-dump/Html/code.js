// The code of a module, function by function. Lines have one height, so that blocks of them can be made when they come into
// view without anything moving.

const linesInBlock = 100;
const pieceClasses = {o: 'operation', r: 'register', t: 'type', a: 'atom', n: 'number-piece', s: 'string', l: 'literal', j: 'label', d: 'label', i: 'import', p: 'place'};

/** The view of the code: its node, and show(), which goes to what an address means. */
function codeView(module, data) {
  const {functions, notes} = data.code;
  const bodies = functions.map(entry => functionBody(module, data, entry));
  const sections = functions.map((entry, number) => element('section', {className: 'function', 'aria-labelledby': 'name-' + number},
    element('h2', {id: 'name-' + number, tabIndex: -1},
      link(functionAddress(module, entry.name), entry.name),
      element('span', {className: 'facts'}, entry.isExported ? element('span', {className: 'tag'}, 'exported') : null,
        ` ${plural(entry.bytes, 'byte')} at ${digits(entry.offset)}`,
        data.docNumbers.has(entry.name) ? [' ', link(sectionAddress(module, 'docs', data.docNumbers.get(entry.name)), 'docs')] : null)),
    usersView(module, data, entry.name),
    bodies[number].node));
  const outline = functions.map(entry => element('li', null,
    link(functionAddress(module, entry.name), entry.name, {className: entry.isExported ? 'exported' : ''})));
  const box = filterBox('Filter functions', filter => {
    const places = new Set(filtered(functions.map(entry => entry.name), filter));
    sections.forEach((section, place) => { section.hidden = outline[place].hidden = !places.has(place); });
    return places.size === functions.length ? plural(functions.length, 'function')
      : `${digits(places.size)} of ${plural(functions.length, 'function')}`;
  });
  const list = element('details', {className: 'outline', open: matchMedia('(min-width: 75rem)').matches},
    element('summary', null, 'Functions'), element('nav', {'aria-label': 'Functions'}, element('ul', null, outline)));
  const node = element('div', {className: 'code-view'}, list,
    element('div', {className: 'listing'}, box, notes.map(note => element('p', {className: 'problem'}, note)), sections));

  function show({name, within}) {
    for (const item of outline) item.firstChild.removeAttribute('aria-current');
    const number = data.functionNumbers.get(name);
    if (number === undefined) return;
    sections[number].hidden = false;
    outline[number].firstChild.setAttribute('aria-current', 'true');
    if (list.open && list.offsetHeight >= 200) outline[number].scrollIntoView({block: 'nearest'});
    if (within !== undefined) {
      showTarget(bodies[number].lineAt(within));
    } else {
      const head = sections[number].firstChild;
      showTarget(head);
      sections[number].scrollIntoView({block: 'start'});
      head.focus({preventScroll: true});
    }
  }

  return {node, show};
}

// The lines of a function in blocks, and a way to the line at an offset.
function functionBody(module, data, entry) {
  const {lines} = data.code;
  const node = element('div', {className: 'code', tabIndex: 0, role: 'group', 'aria-label': 'Code of ' + entry.name});
  const blocks = [];
  let offset = 0;
  for (let from = 0; from < entry.body.length; from += linesInBlock) {
    const numbers = entry.body.slice(from, from + linesInBlock);
    const block = {start: offset, node: element('div', {className: 'block'}), isMade: false, make: null};
    for (const line of numbers) offset += lines[line][0];
    block.node.style.setProperty('--lines', numbers.length);
    block.make = () => {
      if (block.isMade) return;
      block.isMade = true;
      let at = block.start;
      for (const line of numbers) {
        block.node.append(codeLine(module, data, entry, line, at));
        at += lines[line][0];
      }
    };
    whenNear(block.node, block.make);
    blocks.push(block);
    node.append(block.node);
  }

  function lineAt(within) {
    const block = blocks.findLast(candidate => candidate.start <= within) ?? blocks[0];
    block.make();
    let found = block.node.firstChild;
    for (const line of block.node.children) {
      if (Number(line.dataset.offset) <= within) found = line;
    }
    return found;
  }

  return {node, lineAt};
}

function codeLine(module, data, entry, number, offset) {
  const {pieces, lines} = data.code;
  const shown = lines[number].slice(1).map(place => pieceNode(module, data, pieces[place]));
  const isLabel = pieces[lines[number][1]][0] === 'd';
  const line = element('div', {className: isLabel ? 'line at-label' : 'line'},
    link(functionAddress(module, entry.name, offset), String(offset), {className: 'offset', tabIndex: -1, 'aria-label': 'offset ' + offset}),
    shown);
  line.dataset.offset = offset;
  return line;
}

function pieceNode(module, data, [kind, text, target]) {
  const properties = {className: pieceClasses[kind] ?? ''};
  switch (kind) {
    case ' ':
      return text;
    case 'o':
      return element('span', {...properties, title: pageIndex.operations.get(text) ?? null}, text);
    case 'p':
      return element('span', properties, '% ' + text);
    case 'd':
      return element('span', properties, text + ':');
    case 'j': {
      const place = data.labels.get(target);
      return place ? link(functionAddress(module, place.name, place.isEntry ? 0 : place.within), text, properties)
        : element('span', properties, text);
    }
    case 'l':
      return target === undefined ? element('span', properties, text)
        : link(sectionAddress(module, 'literals', target), text, properties);
    case 't':
      return target === undefined ? element('span', properties, text)
        : link(sectionAddress(module, 'types', target), text, properties);
    case 'i':
      return importLink(module, data, text, target, properties);
    default:
      return element('span', properties, text);
  }
}

// To the function if its module is in the page, to the import table otherwise.
function importLink(module, data, text, target, properties) {
  const [owner, name] = data.imports.rows?.[target] ?? [];
  const found = functionIn(module, owner, name);
  if (found) return link(functionAddress(found, name), text, properties);
  return target === undefined ? element('span', properties, text) : link(sectionAddress(module, 'imports', target), text,
    {className: properties.className + ' outside', title: 'not in this page; leads to the import table'});
}

/** The module of this name that has such a function; the one that asks is preferred. */
function functionIn(module, owner, name) {
  const candidates = module.name === owner ? [module] : pageIndex.byName.get(owner) ?? [];
  return candidates.find(candidate => candidate.functionSet.has(name));
}
