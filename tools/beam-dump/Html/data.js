// The data that the page carries: zlib streams in base64, opened when they are needed.

async function openStream(id) {
  const text = atob(document.getElementById(id).textContent);
  const bytes = new Uint8Array(text.length);
  for (let place = 0; place < text.length; place++) bytes[place] = text.charCodeAt(place);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return JSON.parse(await new Response(stream).text());
}

/** What the page knows without opening a module; filled at the start. */
const pageIndex = {title: '', modules: [], problems: [], operations: new Map(), byKey: new Map(), byName: new Map()};

async function openIndex() {
  const data = await openStream('index');
  pageIndex.title = data.title;
  pageIndex.problems = data.problems;
  pageIndex.operations = new Map(Object.entries(data.operations));
  data.modules.forEach(([name, file, application, bytes, functions], number) => {
    const module = {number, name, file, application, bytes, functions, functionSet: new Set(functions)};
    // Of modules with one name the second is called name~2 in addresses.
    const same = pageIndex.byName.get(name) ?? [];
    same.push(module);
    pageIndex.byName.set(name, same);
    module.key = encodeName(name) + (same.length > 1 ? '~' + same.length : '');
    pageIndex.byKey.set(module.key, module);
    pageIndex.modules.push(module);
  });
}

/** The contents of a module. The last few stay open. */
const openModule = (() => {
  const open = new Map();
  return async module => {
    const known = open.get(module);
    open.delete(module);
    const contents = known ?? openStream('module-' + module.number).then(data => prepare(module, data));
    open.set(module, contents);
    if (open.size > 8) open.delete(open.keys().next().value);
    return contents;
  };
})();

// Where something occurs first stands 0, elsewhere 1 and its number.
function references() {
  let known = 0;
  return reference => reference === 0 ? known++ : reference - 1;
}

// Where each function and each label is.
function prepare(module, data) {
  data.functionNumbers = new Map();
  data.labels = new Map();
  data.docNumbers = new Map();
  data.docs.entries?.forEach(({kind, name, arity}, number) => {
    const found = kind === 'function' ? findFunction(module, `${name}/${arity}`) : undefined;
    if (found !== undefined) data.docNumbers.set(found, number);
  });
  if (data.code.error) return data;
  const {pieces, lines} = data.code;
  const pieceNumber = references();
  for (const line of lines) {
    for (let place = 1; place < line.length; place++) line[place] = pieceNumber(line[place]);
  }
  const lineNumber = references();
  data.code.functions = data.code.functions.map(([name, isExported, label, offset, bytes, body], number) => {
    let within = 0;
    body.forEach((reference, place) => {
      const line = body[place] = lineNumber(reference);
      const [kind, , target] = pieces[lines[line][1]];
      if (kind === 'd') data.labels.set(target, {name, within, isEntry: target === label});
      within += lines[line][0];
    });
    data.functionNumbers.set(name, number);
    return {name, isExported: isExported === 1, label, offset, bytes, body};
  });
  return data;
}
