// Tables with as many rows as the file has; rows are made when they come into view.

const rowsAtOnce = 200;

/**
 * A table with a filter.
 * columns: [{title, isNumber, isPath}], paths give way where there is little room; rows: arrays of cells (text, number, node or a function that makes one);
 * texts: what the filter looks at, by row; chosen: the number of the row that the address means; first: the number of the first.
 */
function dataTable(caption, columns, rows, texts, chosen, first = 0) {
  const body = element('tbody');
  const table = element('table', null,
    element('caption', {className: 'hidden'}, caption),
    element('thead', null, element('tr', null, columns.map(column =>
      element('th', {scope: 'col', className: columnClass(column)}, column.title)))),
    body);
  const more = element('div', {className: 'more'});
  let places = [];
  let shown = 0;

  function addRows(until) {
    for (; shown < Math.min(until, places.length); shown++) {
      const row = element('tr', {id: 'row-' + (first + places[shown])}, rows[places[shown]].map((cell, column) =>
        element('td', {className: columnClass(columns[column])},
          typeof cell === 'function' ? cell() : typeof cell === 'number' ? digits(cell) : cell)));
      body.append(row);
    }
    if (shown < places.length) whenNear(more, () => addRows(shown + rowsAtOnce));
  }

  const box = filterBox('Filter', filter => {
    places = filtered(texts, filter);
    body.replaceChildren();
    shown = 0;
    addRows(rowsAtOnce);
    return places.length === rows.length ? plural(rows.length, 'row') : `${digits(places.length)} of ${plural(rows.length, 'row')}`;
  });
  const whole = element('div', {className: 'table'}, rows.length > 10 ? box : null,
    rows.length > 0 ? element('div', {className: 'wide'}, table) : element('p', {className: 'muted'}, 'none'), more);
  if (chosen >= first && chosen < first + rows.length) {
    addRows(chosen - first + 1);
    queueMicrotask(() => showTarget(body.querySelector('#row-' + chosen)));
  }
  return whole;
}

function columnClass({isNumber, isPath}) {
  return isNumber ? 'number' : isPath ? 'path' : '';
}

/** Brings an element into view and marks it as what the address means. */
function showTarget(target) {
  if (!target) return;
  for (const other of document.querySelectorAll('.target')) other.classList.remove('target');
  target.classList.add('target');
  target.scrollIntoView({block: 'center'});
}

/** Links to functions of a module: a few, and a button for the rest. */
function functionLinks(module, names, label = name => name, atOnce = 4) {
  const links = names.map(name => [link(functionAddress(module, name), label(name)), ' ']);
  if (links.length <= atOnce + 1) return element('span', {className: 'links'}, links);
  const button = element('button', {type: 'button', className: 'small'}, `${digits(links.length - atOnce)} more`);
  const whole = element('span', {className: 'links'}, links.slice(0, atOnce), button);
  button.addEventListener('click', () => { button.replaceWith(...links.slice(atOnce).flat()); });
  return whole;
}

/** Text that may be long: the beginning, and a button for the rest. */
function longText(text, longest = 600) {
  if (text.length <= longest) return element('code', null, text);
  const code = element('code', null, text.slice(0, longest));
  const button = element('button', {type: 'button', className: 'small'}, `show all ${digits(text.length)} characters`);
  button.addEventListener('click', () => { code.textContent = visible(text); button.remove(); });
  return element('span', null, code, '… ', button);
}
