// Addresses within the page:
//   #MODULE  #MODULE:FUNCTION/ARITY  #MODULE:FUNCTION/ARITY+OFFSET  #MODULE?SECTION  #MODULE?SECTION/ENTRY  #?search=WORDS
// Names stand as Erlang source, in percent encoding; quotes may be left out by those who type.

function encodeName(name) {
  return encodeURIComponent(name).replace(/~/g, '%7E');
}

function moduleAddress(module) {
  return '#' + module.key;
}

function functionAddress(module, name, within) {
  const slash = name.lastIndexOf('/');
  return `#${module.key}:${encodeName(name.slice(0, slash))}${name.slice(slash)}${within ? '+' + within : ''}`;
}

function sectionAddress(module, section, entry) {
  return `#${module.key}?${section}${entry === undefined ? '' : '/' + entry}`;
}

function searchAddress(words) {
  return '#?search=' + encodeURIComponent(words);
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function quoted(name) {
  return `'${name.replace(/[\\']/g, '\\$&')}'`;
}

/** The module that a name, or the part of an address before the first : or ?, means. */
function findModule(text) {
  const known = pageIndex.byKey.get(text);
  if (known) return known;
  const name = decode(text);
  return (pageIndex.byName.get(name) ?? pageIndex.byName.get(quoted(name)))?.[0];
}

/** The name of the function of a module that NAME/ARITY means. */
function findFunction(module, text) {
  if (module.functionSet.has(text)) return text;
  const slash = text.lastIndexOf('/');
  const other = quoted(text.slice(0, slash)) + text.slice(slash);
  return module.functionSet.has(other) ? other : undefined;
}

/** What an address means: {search}, {module, section, entry}, {module, name, within}, {missing} or {} for the start. */
function parseAddress(hash) {
  const text = hash.replace(/^#/, '');
  if (text === '' || text === 'main') return {};
  if (text.startsWith('?search=')) return {search: decode(text.slice(8))};
  const [, key, mark, rest] = /^([^:?]*)([:?]?)(.*)$/s.exec(text);
  const module = findModule(key);
  if (!module) return {missing: decode(text)};
  if (mark === '?') {
    const [section, entry] = rest.split('/');
    return {module, section, entry: entry === undefined ? undefined : Number(entry)};
  }
  if (mark === '') return {module, section: 'info'};
  const [, name, arity, within] = /^(.*?)(\/\d+)?(?:\+(\d+))?$/s.exec(rest);
  const found = findFunction(module, decode(name) + (arity ?? ''));
  return found === undefined
    ? {missing: decode(text), module}
    : {module, section: 'code', name: found, within: within === undefined ? undefined : Number(within)};
}
