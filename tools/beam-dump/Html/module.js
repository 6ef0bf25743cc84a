// The sections of a module.

const sectionTitles = {info: 'Overview', code: 'Code', exports: 'Exports', locals: 'Locals', imports: 'Imports', funs: 'Funs',
  literals: 'Literals', atoms: 'Atoms', records: 'Records', strings: 'Strings', lines: 'Lines', types: 'Types', attrs: 'Attributes', docs: 'Docs'};

/** How many entries a section has; undefined for those that are not counted. */
function entryCount(section, data) {
  const {rows, lines, types, strings, attributes, entries} = data[section];
  if (section === 'code') return data.code.functions?.length;
  if (section === 'strings') return (strings?.length ?? 0) / 2;
  if (section === 'attrs') return attributes?.length;
  return (rows ?? (section === 'lines' ? lines : types ?? entries))?.length;
}

/** The view of a section of a module: {node, show}. */
function sectionView(module, data, section, entry) {
  const view = data[section].error && section !== 'info'
    ? {node: element('p', {className: 'problem'}, 'This part of the file cannot be shown. ' + data[section].error)}
    : section === 'code' ? codeView(module, data)
    : {node: sectionNodes[section](module, data, data[section], entry)};
  return {show: () => {}, ...view, node: [moduleHead(module, data, section), view.node]};
}

function moduleHead(module, data, section) {
  const sections = Object.keys(sectionTitles).filter(name => name === 'info' || data[name].error || entryCount(name, data) > 0);
  return element('div', {className: 'head'},
    element('h1', {tabIndex: -1}, module.name, element('span', {className: 'facts'}, module.file)),
    element('nav', {className: 'sections', 'aria-label': 'Sections of ' + module.name}, element('ul', null, sections.map(name => {
      const count = entryCount(name, data);
      return element('li', null, link(sectionAddress(module, name),
        [sectionTitles[name], data[name].error ? ' !' : count === undefined ? '' : ' ', count === undefined ? '' : element('span', {className: 'count'}, digits(count))],
        {'aria-current': name === section ? 'page' : null}));
    }))));
}

const sectionNodes = {
  info: (module, data, {facts}) => {
    const {chunks} = data.chunks;
    const problems = Object.entries(data).filter(([, part]) => part.error);
    return element('div', null,
      problems.map(([section, {error}]) => element('p', {className: 'problem'}, `${sectionTitles[section]}: ${error}`)),
      facts ? factList(facts) : null,
      element('h2', null, 'Sizes'),
      treemap('Sizes of the chunks and functions', moduleParts(module, data)),
      element('h2', null, 'Chunks'),
      dataTable('Chunks', [{title: 'chunk'}, {title: 'offset', isNumber: true}, {title: 'size', isNumber: true}, {title: 'share', isNumber: true}],
        chunks.map(({id, offset, size}) => [
          () => chunkSections[id] ? link(sectionAddress(module, chunkSections[id]), id) : id,
          offset, size, percent(size, module.bytes)]),
        chunks.map(chunk => chunk.id)));
  },
  exports: (module, data, {rows}, entry) => functionTable('Exported functions', module, data, rows, entry),
  locals: (module, data, {rows}, entry) => functionTable('Local functions', module, data, rows, entry),
  imports: (module, data, {rows}, entry) => dataTable('Imported functions', [{title: 'number', isNumber: true}, {title: 'function'}, {title: 'used by'}],
    rows.map(([owner, name], number) => [number, () => {
      const found = functionIn(module, owner, name);
      return found ? link(functionAddress(found, name), `${owner}:${name}`)
        : element('span', null, `${owner}:${name}`, pageIndex.byName.has(owner) ? element('span', {className: 'tag warn'}, 'not there') : null);
    }, () => usersInModule(module, data, 'imports', number)]),
    rows.map(([owner, name]) => `${owner}:${name}`), entry),
  funs: (module, data, {rows}, entry) => dataTable('Funs',
    [{title: 'number', isNumber: true}, {title: 'function'}, {title: 'label', isNumber: true}, {title: 'free', isNumber: true}, {title: 'uniq', isNumber: true}],
    rows.map(([name, label, free, uniq], number) => [number, () => ownFunction(module, name), label, free, String(uniq)]),
    rows.map(([name]) => name), entry),
  literals: (module, data, {rows}, entry) => dataTable('Literals',
    [{title: 'number', isNumber: true}, {title: 'bytes', isNumber: true}, {title: 'literal'}, {title: 'used by'}],
    rows.map(([text, bytes], number) => [number, bytes, () => longText(text), () => usersInModule(module, data, 'literals', number)]), rows.map(([text]) => text), entry),
  atoms: (module, data, {rows}, entry) => dataTable('Atoms', [{title: 'number', isNumber: true}, {title: 'atom'}],
    rows.map((atom, number) => [number + 1, () => pageIndex.byName.has(atom)
      ? link(moduleAddress(pageIndex.byName.get(atom)[0]), atom) : element('code', null, atom)]), rows, entry, 1),
  records: (module, data, {rows}, entry) => dataTable('Native records', [{title: 'record'}, {title: 'exported'}, {title: 'fields'}],
    rows.map(([name, isExported, fields]) => [name, isExported ? 'yes' : 'no', () => element('ul', null, fields.map(field => element('li', null, longText(field))))]),
    rows.map(([name, , fields]) => [name, ...fields].join(' ')), entry),
  strings: (module, data, {strings}) => element('pre', {className: 'bytes', tabIndex: 0}, hexDump(strings)),
  lines: (module, data, {lines}, entry) => dataTable('Places in the source', [{title: 'number', isNumber: true}, {title: 'place'}],
    lines.map(({file, line}, number) => [number + 1, `${file}:${line}`]), lines.map(({file, line}) => `${file}:${line}`), entry, 1),
  types: (module, data, {types, version}, entry) => dataTable(`Types, version ${version}`, [{title: 'number', isNumber: true}, {title: 'type'}],
    types.map((type, number) => [number, () => element('code', null, type)]), types, entry),
  attrs: (module, data, {attributes, compile}) => element('div', null,
    element('h2', null, 'Attributes'), factList(attributes.map(({name, value}) => [name, value])),
    element('h2', null, 'Compiler'), factList(compile.map(({name, value}) => [name, value]))),
  docs: (module, data, docs, entry) => documentation(module, docs, entry),
};

function ownFunction(module, name) {
  return module.functionSet.has(name) ? link(functionAddress(module, name), name) : element('code', null, name);
}

function functionTable(caption, module, data, rows, entry) {
  return dataTable(caption, [{title: 'function'}, {title: 'label', isNumber: true}, {title: 'bytes', isNumber: true}],
    rows.map(([name, label]) => [() => ownFunction(module, name), label,
      data.code.functions?.[data.functionNumbers.get(name)]?.bytes ?? '']),
    rows.map(([name]) => name), entry);
}

/** Names and values. */
function factList(pairs) {
  return element('dl', {className: 'fact-list'}, pairs.map(([name, value]) => [
    element('dt', null, name), element('dd', null, longText(value))]));
}

function hexDump(hex) {
  const lines = [];
  for (let start = 0; start < hex.length; start += 32) {
    const bytes = hex.slice(start, start + 32).match(/../g);
    const text = bytes.map(byte => parseInt(byte, 16)).map(code => code >= 32 && code < 127 ? String.fromCharCode(code) : '.');
    lines.push(`${String(start / 2).padStart(6)}  ${bytes.join(' ').padEnd(47)}  ${text.join('')}`);
  }
  return lines.join('\n');
}
