// The frame: the list of modules, keys, and going where the address says.

const main = document.getElementById('main');
const query = document.getElementById('query');
const filter = document.getElementById('filter');
const keys = document.getElementById('keys');
const menu = document.getElementById('menu');
let current = {address: {}};
let turn = 0;

function startView() {
  const total = pageIndex.modules.reduce((sum, module) => sum + module.bytes, 0);
  const modules = [...pageIndex.modules];
  return {show: () => {}, node: [
    element('h1', {tabIndex: -1}, pageIndex.title, element('span', {className: 'facts'}, plural(total, 'byte'))),
    problemList(pageIndex.problems),
    treemap('Sizes of the modules', applicationParts()),
    element('h2', null, 'Modules'),
    dataTable('Modules', [{title: 'module'}, {title: 'functions', isNumber: true}, {title: 'bytes', isNumber: true}, {title: 'share', isNumber: true}, {title: 'file', isPath: true}],
      modules.map(module => [() => link(moduleAddress(module), module.name), module.functions.length, module.bytes, percent(module.bytes, total), module.file]),
      modules.map(module => module.name + ' ' + module.file)),
  ]};
}

function problemList(problems) {
  return problems.length === 0 ? null : element('section', {className: 'problem', 'aria-label': 'Problems'},
    element('h2', null, plural(problems.length, 'file has a problem', 'problems with files')),
    element('ul', null, problems.map(([file, text]) => element('li', null, element('strong', null, file), ': ', text))));
}

async function viewOf(address) {
  if (address.search !== undefined) return searchView(address.search);
  if (address.missing !== undefined) {
    return {show: () => {}, node: [element('h1', {tabIndex: -1}, 'Not in this page'), element('p', null, address.missing),
      address.module ? element('p', null, link(sectionAddress(address.module, 'code'), 'Functions of ' + address.module.name)) : null]};
  }
  if (!address.module) return startView();
  const data = await openModule(address.module);
  const section = data[address.section] ? address.section : 'info';
  return sectionView(address.module, data, section, address.entry);
}

/** Goes where the address says; a fault on the way is shown instead of a view that is not there. */
async function go(isFirst) {
  try {
    await showAddress(isFirst);
  } catch (fault) {
    current = {address: {}};
    main.replaceChildren(element('p', {className: 'problem', role: 'alert'}, 'This cannot be shown: ' + fault.message));
    throw fault;
  }
}

async function showAddress(isFirst) {
  const address = parseAddress(location.hash);
  const mine = ++turn;
  const isSame = current.view && address.module && address.section === 'code' && current.address.module === address.module
    && current.address.section === 'code' && !address.missing && !current.address.missing;
  if (!isSame) {
    const view = await viewOf(address);
    if (mine !== turn) {
      view.leave?.();
      return;
    }
    current.view?.leave?.();
    current = {view, address};
    main.replaceChildren(...view.node.filter(node => node));
    window.scrollTo(0, 0);
    if (!isFirst && document.activeElement !== query) main.querySelector('h1')?.focus({preventScroll: true});
  }
  current.address = address;
  current.view.show(address);
  document.title = [address.name ?? (address.section && address.section !== 'info' ? sectionTitles[address.section] : null),
    address.module?.name, pageIndex.modules.length > 1 || !address.module ? pageIndex.title : null].filter(part => part).join(' – ');
  if (address.search !== undefined && document.activeElement !== query) query.value = address.search;
  markModule(address.module);
  openMenu(false);
}

const items = [];

function listModules() {
  for (const module of pageIndex.modules) {
    const isTwice = pageIndex.byName.get(module.name).length > 1;
    items.push(element('li', null, link(moduleAddress(module), module.name, {title: module.file}),
      isTwice ? element('span', {className: 'facts'}, module.file) : null));
  }
  document.getElementById('list').append(...items);
  filterModules();
}

function filterModules() {
  const places = new Set(filtered(pageIndex.modules.map(module => module.name), filter.value));
  items.forEach((item, place) => { item.hidden = !places.has(place); });
  document.getElementById('count').textContent = places.size === items.length ? plural(items.length, 'module')
    : `${digits(places.size)} of ${plural(items.length, 'module')}`;
}

function markModule(module) {
  for (const item of items) item.firstChild.removeAttribute('aria-current');
  if (!module) return;
  const item = items[module.number];
  item.firstChild.setAttribute('aria-current', 'page');
  item.scrollIntoView({block: 'nearest'});
}

function openMenu(isOpen) {
  document.body.classList.toggle('menu-open', isOpen);
  menu.setAttribute('aria-expanded', String(isOpen));
}

function step(by) {
  const {module, name} = current.address;
  if (!module) return;
  const number = name === undefined ? (by > 0 ? -1 : 1) : module.functions.indexOf(name);
  const next = module.functions[number + by];
  if (next !== undefined) location.hash = functionAddress(module, next);
}

function stepModule(by) {
  const next = pageIndex.modules[(current.address.module?.number ?? -1) + by];
  if (next) location.hash = moduleAddress(next);
}

// While somebody types, one search takes the place of the one before.
function search() {
  const address = searchAddress(query.value);
  if (current.address.search === undefined) location.hash = address;
  else if (location.hash !== address) location.replace(address);
}

const keyActions = {
  '/': () => { query.focus(); query.select(); },
  m: () => { openMenu(true); filter.focus(); filter.select(); },
  f: () => main.querySelector('input.filter')?.focus(),
  j: () => step(1),
  k: () => step(-1),
  ']': () => stepModule(1),
  '[': () => stepModule(-1),
  c: () => { if (current.address.module) location.hash = sectionAddress(current.address.module, 'code'); },
  o: () => { if (current.address.module) location.hash = moduleAddress(current.address.module); },
  h: () => { location.hash = ''; },
  '?': () => keys.showModal(),
};

function listen() {
  window.addEventListener('hashchange', () => go(false));
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') { openMenu(false); document.activeElement?.blur?.(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, dialog')) return;
    const action = keyActions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
  document.getElementById('search').addEventListener('submit', event => {
    event.preventDefault();
    search();
    main.querySelector('h1')?.focus({preventScroll: true});
  });
  let typing;
  query.addEventListener('input', () => {
    clearTimeout(typing);
    if (query.value.trim().length > 1) typing = setTimeout(search, 250);
  });
  // Whoever follows a link out of the code comes back to the line that it was in.
  main.addEventListener('click', event => {
    const line = event.target.closest('a:not(.offset)')?.closest('.line');
    if (line && !event.ctrlKey && !event.metaKey) history.replaceState(null, '', line.firstChild.href);
  });
  filter.addEventListener('input', filterModules);
  filter.addEventListener('keydown', event => {
    const first = items.find(item => !item.hidden);
    if (event.key === 'Enter' && first) location.hash = first.firstChild.getAttribute('href');
  });
  menu.addEventListener('click', () => openMenu(!document.body.classList.contains('menu-open')));
  document.getElementById('help').addEventListener('click', () => keys.showModal());
}

async function start() {
  if (typeof DecompressionStream === 'undefined') {
    main.replaceChildren(element('p', {className: 'problem'}, 'This browser is too old for this page: it cannot decompress its data.'));
    return;
  }
  await openIndex();
  document.getElementById('home').textContent = pageIndex.title;
  document.body.classList.toggle('single', pageIndex.modules.length === 1);
  listModules();
  listen();
  if (location.hash === '' && pageIndex.modules.length === 1) history.replaceState(null, '', moduleAddress(pageIndex.modules[0]));
  await go(true);
}

start();
