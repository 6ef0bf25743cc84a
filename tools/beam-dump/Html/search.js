// Search in all modules: names at once, atoms and literals as the modules are opened one after the other.

const shownAtMost = 100;

// What was found in opened modules stays, so that the next search is quick.
const searchable = new Map();

async function openSearchable(module) {
  if (!searchable.has(module)) {
    const data = prepare(module, await openStream('module-' + module.number));
    const {atoms, literals} = data;
    searchable.set(module, {
      atoms: atoms.rows ?? [], lowerAtoms: (atoms.rows ?? []).map(atom => atom.toLowerCase()),
      literals: (literals.rows ?? []).map(([text]) => text), lowerLiterals: (literals.rows ?? []).map(([text]) => text.toLowerCase()),
      users: importUsers(data),
    });
  }
  return searchable.get(module);
}

/** The view of a search: {node, show}; it fills up while modules are opened. */
function searchView(words) {
  const wanted = words.toLowerCase().trim();
  const status = element('p', {role: 'status', className: 'muted'});
  const groups = {modules: resultGroup('Modules'), functions: resultGroup('Functions'), atoms: resultGroup('Atoms'), literals: resultGroup('Literals')};
  const node = element('div', {className: 'results'}, element('h1', {tabIndex: -1}, 'Search: ' + words), status,
    Object.values(groups).map(group => group.node));
  let isCurrent = true;

  async function run() {
    if (wanted === '') return;
    for (const module of pageIndex.modules) {
      if (module.name.toLowerCase().includes(wanted)) groups.modules.add(() => link(moduleAddress(module), module.name));
      for (const name of module.functions) {
        if (`${module.name}:${name}`.toLowerCase().includes(wanted)) {
          groups.functions.add(() => link(functionAddress(module, name), `${module.name}:${name}`));
        }
      }
    }
    let done = 0;
    for (const module of pageIndex.modules) {
      const known = await openSearchable(module);
      if (!isCurrent) return;
      known.lowerAtoms.forEach((atom, number) => {
        if (atom.includes(wanted)) groups.atoms.add(() => [link(sectionAddress(module, 'atoms', number + 1), known.atoms[number]), inModule(module)]);
      });
      known.lowerLiterals.forEach((literal, number) => {
        const at = literal.indexOf(wanted);
        if (at >= 0) {
          groups.literals.add(() => [link(sectionAddress(module, 'literals', number), excerpt(known.literals[number], at, wanted.length)), inModule(module)]);
        }
      });
      done++;
      status.textContent = done < pageIndex.modules.length ? `${digits(done)} of ${plural(pageIndex.modules.length, 'module')} searched`
        : Object.values(groups).every(group => group.count() === 0) ? 'Nothing found.' : '';
    }
  }

  run();
  return {node: [node], show: () => {}, leave: () => { isCurrent = false; }};
}

function inModule(module) {
  return element('span', {className: 'facts'}, 'in ' + module.name);
}

// The place that was found with some of what is around it.
function excerpt(text, at, length) {
  const start = Math.max(0, at - 40);
  const end = Math.min(text.length, at + length + 60);
  return [start > 0 ? '…' : '', text.slice(start, at), element('mark', null, text.slice(at, at + length)),
    text.slice(at + length, end), end < text.length ? '…' : ''];
}

function resultGroup(title) {
  let count = 0;
  const number = element('span', {className: 'count'});
  const list = element('ul');
  const more = element('p', {className: 'muted'});
  const node = element('section', {hidden: true}, element('h2', null, title, ' ', number), list, more);
  return {
    node,
    count: () => count,
    add(make) {
      count++;
      node.hidden = false;
      number.textContent = digits(count);
      if (count <= shownAtMost) list.append(element('li', null, make()));
      else more.textContent = `${digits(count - shownAtMost)} more; give more of the name`;
    },
  };
}
