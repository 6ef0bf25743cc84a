// Answers the calls of a Mochi program: one JSON document a line, in and out. docs/runtime/ffi.md has the protocol.
'use strict';
const path = require('node:path');
const { createRequire } = require('node:module');

// What called code prints goes to standard error; standard output is for answers.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

// Modules are those of the folder that the program runs in.
const load = createRequire(path.join(process.cwd(), 'mochi.js'));

// The function behind a name such as Math.max, node:path.posix.join or ./lib/prices.total.
function find(name) {
  const parts = name.split('.');
  for (let length = parts.length - 1; length > 0; length--) {
    const owner = parts.slice(0, length).join('.');
    let object;
    if (Object.hasOwn(globalThis, owner)) {
      object = globalThis[owner];
    } else if (isModule(owner)) {
      object = load(owner);
    } else {
      continue;
    }
    for (const part of parts.slice(length, -1)) object = object[part];
    const key = parts.at(-1);
    if (typeof object?.[key] !== 'function') throw new TypeError(`there is no function ${name}`);
    return (args) => object[key](...args);
  }
  throw new Error(`there is no module for ${name}`);
}

function isModule(name) {
  try {
    load.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function finite(_, value) {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} is no number of JSON`);
  return value;
}

async function answer(line) {
  const request = JSON.parse(line);
  try {
    const value = await find(request.call)(request.args);
    return JSON.stringify({ id: request.id, ok: value === undefined ? null : value }, finite);
  } catch (error) {
    return JSON.stringify({ id: request.id, error: String(error) });
  }
}

require('node:readline')
  .createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on('line', async (line) => write((await answer(line)) + '\n'));
