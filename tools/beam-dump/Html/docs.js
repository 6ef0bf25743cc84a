// Documentation: Markdown as far as it is common in it, everything else as the text that it is. Links lead into the page or
// nowhere: what a file says never becomes an address outside.

function documentation(module, {language, format, doc, entries}, chosen) {
  const isMarkdown = format === 'text/markdown';
  const shown = text => isMarkdown ? markdown(module, text) : element('div', {className: 'doc plain'}, text);
  const sections = entries.map(({kind, name, arity, signature, doc: text}) => {
    const found = kind === 'function' ? findFunction(module, `${name}/${arity}`) : undefined;
    const title = `${name}/${arity}`;
    return element('section', {className: 'entry'},
      element('h2', null, found ? link(functionAddress(module, found), title) : title, element('span', {className: 'facts'}, kind)),
      signature ? element('pre', {tabIndex: 0}, signature) : null,
      text ? shown(text) : null);
  });
  if (chosen < sections.length) {
    queueMicrotask(() => {
      showTarget(sections[chosen].firstChild);
      sections[chosen].scrollIntoView({block: 'start'});
    });
  }
  return element('div', {className: 'docs'},
    element('p', {className: 'muted'}, [language, format].filter(part => part).join(', ')), doc ? [element('h2', null, 'Module ' + module.name), shown(doc)] : null, sections);
}

/** Blocks: code, headings, lists, quotes, paragraphs. */
function markdown(module, text) {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const blocks = [];
  let place = 0;
  // This line and those after it that fit.
  const takeWhile = fits => {
    const start = place;
    do place++; while (place < lines.length && fits(lines[place], lines[place + 1] ?? ''));
    return lines.slice(start, place);
  };
  while (place < lines.length) {
    const line = lines[place];
    const fence = /^ {0,3}(```+|~~~+)/.exec(line)?.[1];
    const heading = /^(#{1,6}) +(.*?)(\s*\{:.*\})?$/.exec(line);
    if (line.trim() === '') {
      place++;
    } else if (fence) {
      blocks.push(element('pre', {tabIndex: 0}, takeWhile(other => !other.trim().startsWith(fence)).slice(1).join('\n')));
      place++;
    } else if (heading) {
      place++;
      blocks.push(element('h3', null, inline(module, heading[2])));
    } else if (/^ {4}/.test(line) || /^\s*\|/.test(line)) {
      const isTable = /^\s*\|/.test(line);
      blocks.push(element('pre', {tabIndex: 0}, takeWhile(other => isTable ? /^\s*\|/.test(other) : /^ {4}|^\s*$/.test(other)).join('\n').trimEnd()));
    } else if (/^>/.test(line)) {
      const inner = takeWhile(other => /^>/.test(other)).map(other => other.replace(/^(> ?)+/, '').replace(/\s*\{: .*\}$/, ''));
      blocks.push(element('blockquote', null, [...markdown(module, inner.join('\n')).childNodes]));
    } else if (isItem(line)) {
      blocks.push(list(module, takeWhile((other, next) => isInList(other) || (other.trim() === '' && isInList(next)))));
    } else {
      blocks.push(element('p', null, inline(module, takeWhile(other => other.trim() !== '' && !/^ {0,3}(```|~~~)|^#{1,6} |^>/.test(other) && !isItem(other)).join('\n'))));
    }
  }
  return element('div', {className: 'doc'}, blocks);
}

function isItem(line) {
  return /^\s*([-*+]|\d+\.) +\S/.test(line);
}

function isInList(line) {
  return isItem(line) || /^\s+\S/.test(line);
}

// One level; what is deeper stays an item with a larger indent.
function list(module, lines) {
  const items = [];
  for (const line of lines) {
    const item = /^(\s*)([-*+]|\d+\.) +(.*)$/.exec(line);
    if (item || items.length === 0) items.push({depth: Math.min(4, Math.floor((item?.[1].length ?? 0) / 2)), text: item ? item[3] : line.trim()});
    else items.at(-1).text += '\n' + line.trim();
  }
  return element('ul', {className: 'bullets'}, items.map(({depth, text}) => element('li', {className: 'indent-' + depth}, inline(module, text))));
}

const inlineMark = /(`{1,3})([^`][^]{0,400}?)\1(?!`)|\*\*([^*\n]{1,300})\*\*|(?<!\w)_([^_\n]{1,300})_(?!\w)|\[([^\]\n]{1,300})\](?:\(([^)\n]{0,300})\)|\[[^\]\n]{0,300}\])/g;

/** Text with code, bold, emphasis and links in it. */
function inline(module, text) {
  const plain = text.replace(/\{: [^}\n]{0,100}\}/g, '');
  const nodes = [];
  let place = 0;
  for (const match of plain.matchAll(inlineMark)) {
    const [whole, , code, bold, emphasis, label, target] = match;
    nodes.push(plain.slice(place, match.index));
    place = match.index + whole.length;
    if (code !== undefined) nodes.push(codeReference(module, code.trim()));
    else if (bold !== undefined) nodes.push(element('strong', null, bold));
    else if (emphasis !== undefined) nodes.push(element('em', null, emphasis));
    else nodes.push(element('span', {className: 'named', title: target ?? null}, inline(module, label)));
  }
  nodes.push(plain.slice(place));
  return nodes;
}

// `map/2`, `lists:map/2` and `m:lists` lead to what they name if it is in the page.
function codeReference(module, text) {
  const code = element('code', null, text.replace(/^[mtce]:/, ''));
  const [, owner, name] = /^(?:([^:\s]+):)?([^:\s]+\/\d+)$/.exec(text) ?? [];
  if (text.startsWith('m:')) {
    const found = pageIndex.byName.get(text.slice(2).split('#')[0])?.[0];
    return found ? link(moduleAddress(found), code) : code;
  }
  if (name === undefined || owner === 't' || owner === 'c') return code;
  const found = owner === undefined ? (module.functionSet.has(name) ? module : undefined) : functionIn(module, owner, name);
  return found ? link(functionAddress(found, name), code) : code;
}
