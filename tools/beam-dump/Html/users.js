// Who uses what: within a module from its code; across modules by looking into those that import a function.

/** For each function, import and literal of a module, the names of the functions whose code mentions it. */
function findUsers(data) {
  if (data.users) return data.users;
  const users = {functions: new Map(), imports: new Map(), literals: new Map()};
  data.users = users;
  if (data.code.error) return users;
  const {pieces, lines, functions} = data.code;
  const mentions = lines.map(([, ...places]) => places.map(place => pieces[place]).flatMap(([kind, , target]) => {
    if (target === undefined) return [];
    if (kind === 'i') return [[users.imports, target]];
    if (kind === 'l') return [[users.literals, target]];
    const label = kind === 'j' ? data.labels.get(target) : undefined;
    return label?.isEntry ? [[users.functions, label.name]] : [];
  }));
  for (const {name, body} of functions) {
    for (const line of body) {
      for (const [table, key] of mentions[line]) {
        if (!table.has(key)) table.set(key, new Set());
        table.get(key).add(name);
      }
    }
  }
  return users;
}

/** Links to the functions of a module that mention an import or a literal of it. */
function usersInModule(module, data, table, number) {
  const names = findUsers(data)[table].get(number);
  return names ? functionLinks(module, [...names]) : element('span', {className: 'muted'}, 'nothing in the code');
}

/** Who uses a function; looked for when it is opened. */
function usersView(module, data, name) {
  const view = element('details', {className: 'users'}, element('summary', null, 'used by'));
  view.addEventListener('toggle', async () => {
    if (!view.open || view.children.length > 1) return;
    const status = element('span', {className: 'muted', role: 'status'});
    const found = element('ul');
    view.append(found, status);
    const add = (owner, names) => {
      if (names.length > 0) found.append(element('li', null, functionLinks(owner, names, user => owner === module ? user : `${owner.name}:${user}`, 20)));
    };
    add(module, [...findUsers(data).functions.get(name) ?? []]);
    const others = pageIndex.modules.filter(other => other !== module);
    for (const [done, other] of others.entries()) {
      status.textContent = `${digits(done)} of ${plural(others.length, 'module')} searched`;
      if (!view.isConnected) return;
      const {users} = await openSearchable(other);
      add(other, users.get(`${module.name}:${name}`) ?? []);
    }
    status.textContent = found.children.length > 0 ? '' : 'nothing in the code of this page';
  });
  return view;
}

/** By MODULE:FUNCTION/ARITY of an import, the names of the functions that mention it. */
function importUsers(data) {
  const users = new Map();
  for (const [number, names] of findUsers(data).imports) {
    const [owner, name] = data.imports.rows[number];
    users.set(`${owner}:${name}`, [...names]);
  }
  return users;
}
