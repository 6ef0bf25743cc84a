// node check.mjs PROFILE PAGE [keys]

import {isDeepStrictEqual} from 'node:util';
import {pathToFileURL} from 'node:url';
import {openBrowser} from './browser.mjs';

const [profile, file, withKeys] = process.argv.slice(2);
const browser = await openBrowser(profile);
const page = pathToFileURL(file).href;
let passed = 0;
let failed = 0;

function check(name, actual, expected) {
  if (isDeepStrictEqual(actual, expected)) {
    passed++;
  } else {
    failed++;
    console.log(`FAILED ${name}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
  }
}

const hash = 'decodeURIComponent(location.hash)';
const at = async (name, address) => check(name, await browser.until(`${hash} === ${JSON.stringify(address)}`) || await browser.run(hash), true);
const shows = async (name, expression) => check(name, await browser.until(expression), true);
const target = 'document.querySelector(".target")';

async function listOfModules() {
  await browser.open(page);
  check('the title', await browser.run('document.title'), '93 modules');
  check('the list', await browser.run('document.querySelectorAll("#list li").length'), 93);
  await browser.press('m');
  await browser.type('sets');
  await shows('the filter', '[...document.querySelectorAll("#list li:not([hidden])")].map(item => item.innerText).join() === "gb_sets,ordsets,sets"');
  await browser.press('Enter');
  await at('Enter opens the first', '#gb_sets');
  await shows('the heading has the focus', 'document.activeElement.tagName === "H1"');
  await browser.press('c');
  await at('c shows the code', '#gb_sets?code');
  await shows('the code is there', 'document.querySelectorAll("section.function").length > 50');
  await browser.press('j');
  await at('j goes to the first function', '#gb_sets:empty/0');
  await shows('which is marked', `${target}?.innerText.startsWith('empty/0')`);
  await browser.press(']');
  await at('] opens the next module', '#gb_trees');
  await browser.press('h');
  await shows('h leads to the start', 'location.hash === "" && document.querySelector("h1").innerText.startsWith("93 modules")');
  await browser.press('?');
  await shows('? explains the keys', 'document.getElementById("keys").open');
  await browser.run('document.querySelector("#keys button").click()');
  await shows('and closes again', '!document.getElementById("keys").open');
}

async function linksInCode() {
  await browser.open(page + '#lists:map/2');
  await shows('an address of a function', `${target}?.innerText.startsWith('map/2')`);
  check('is in view', await browser.run(`(top => top > 40 && top < 400)(${target}.getBoundingClientRect().top)`), true);
  const call = `[...document.querySelectorAll('.line a.label')].find(link => link.innerText === 'map_1/2')`;
  await shows('the call is made', call);
  const offset = await browser.run(`${call}.closest('.line').dataset.offset`);
  await browser.run(`${call}.click()`);
  await at('a call leads to the function', '#lists:map_1/2');
  await browser.run('history.back()');
  await at('back leads to the call', '#lists:map/2+' + offset);
  await shows('which is marked', `${target}?.classList.contains('line') && ${target}.innerText.includes('map_1/2')`);
  const jump = `[...${target}.closest('.code').querySelectorAll('a.label')].find(link => /^L/.test(link.innerText) && link.closest('.line').innerText.includes('is_nonempty_list'))`;
  const label = await browser.run(`${jump}.innerText`);
  await browser.run(`${jump}.click()`);
  await shows('a jump leads to its label', `${target}?.innerText.endsWith(${JSON.stringify(label + ':')})`);
  await browser.run(`location.hash = '#gen_server:init_it/6'`);
  const outer = `[...document.querySelectorAll('.line a.import')].find(link => link.innerText === 'gen:debug_options/2')`;
  await shows('a call of another module is made', outer);
  await browser.run(`${outer}.click()`);
  await at('and leads there', '#gen:debug_options/2');
  await shows('in the other module', `document.querySelector('h1').firstChild.data === 'gen' && ${target}?.innerText.startsWith('debug_options/2')`);
  await browser.run(`${target}.parentNode.querySelector('.users summary').click()`);
  await shows('who uses it is found', `${target}.parentNode.querySelector('.users').innerText.includes('gen_server:init_it/6')`);
  await browser.run(`location.hash = '#lists:-filter/2-lc$^0/1-0-/2'`);
  await shows('quotes may be left out', `${target}?.innerText.startsWith("'-filter/2-lc$^0/1-0-'/2")`);
}

async function tables() {
  await browser.open(page + '#zip?literals/3');
  await shows('an entry of a table is marked', `${target}?.innerText.includes('{error,einval}')`);
  await browser.run(`location.hash = '#zip?atoms/1'`);
  await shows('atoms count from 1', `${target}?.innerText === '1\\tzip'`);
  await browser.run(`location.hash = '#nosuch:f/1'`);
  await shows('what is not there', `document.querySelector('h1').innerText === 'Not in this page'`);
}

async function search() {
  await browser.open(page);
  await browser.press('/');
  await browser.type('foldl');
  await at('a search while typing', '#?search=foldl');
  await shows('finds functions', `document.querySelector('.results a[href="#lists:foldl/3"]')`);
  await shows('finds atoms', `[...document.querySelectorAll('.results a')].some(link => link.hash.includes('?atoms/'))`);
  check('and leaves the focus', await browser.run('document.activeElement.id'), 'query');
  await browser.run(`location.hash = '#?search=einval'`);
  await shows('finds literals', `document.querySelector('.results mark')`);
}

async function screens() {
  for (const [width, scheme] of [[1400, 'light'], [1400, 'dark'], [360, 'light'], [360, 'dark']]) {
    await browser.size(width, 800, scheme);
    for (const address of ['', '#lists', '#lists:map/2', '#zip?literals', '#lists?docs', '#?search=map']) {
      await browser.open(page + address);
      check(`${address} fits in ${width}`, await browser.run('document.documentElement.scrollWidth <= innerWidth'), true);
    }
    const paper = await browser.run('getComputedStyle(document.body).backgroundColor');
    check(`${scheme} paper`, paper === 'rgb(255, 255, 255)', scheme === 'light');
  }
  await browser.run(`document.getElementById('menu').click()`);
  await shows('the menu opens', `document.getElementById('list').checkVisibility()`);
}

// In the page: makes every section and every line of every module, and asks where their links lead.
const openEverything = `(async () => {
  const faults = [];
  const known = new Set();
  let lines = 0;
  const follow = (node, where) => {
    for (const {hash} of node.querySelectorAll?.('a') ?? []) {
      if (known.has(hash)) continue;
      known.add(hash);
      const {missing, entry} = parseAddress(hash);
      if (missing !== undefined || (entry !== undefined && !Number.isInteger(entry))) faults.push(where + ' leads to ' + hash);
    }
  };
  for (const module of pageIndex.modules) {
    const data = await openModule(module);
    for (const section of Object.keys(sectionTitles)) {
      try {
        for (const node of sectionView(module, data, section).node) follow(node, module.name + '?' + section);
      } catch (fault) {
        faults.push(module.name + '?' + section + ' ' + fault.message);
      }
    }
    for (const entry of data.code.functions ?? []) {
      let offset = 0;
      for (const line of entry.body) {
        follow(codeLine(module, data, entry, line, offset), module.name + ':' + entry.name);
        offset += data.code.lines[line][0];
        lines++;
      }
      if (offset !== entry.bytes) faults.push(module.name + ':' + entry.name + ' has other bytes than its lines');
    }
    findUsers(data);
  }
  return {lines, links: known.size, faults: faults.slice(0, 20)};
})()`;

await browser.size(1400, 900, 'light');
if (withKeys) {
  for (const part of [listOfModules, linksInCode, tables, search, screens]) await part();
}
await browser.open(page);
const {lines, links, faults} = await browser.run(openEverything);
console.log(`${lines} lines of code, ${links} links`);
check('every section, line and link', faults, []);
check('nothing went wrong, nothing was asked of the network', browser.complaints(), []);
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
