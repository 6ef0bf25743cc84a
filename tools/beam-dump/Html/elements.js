// Makes elements. Text becomes text nodes, never markup, so nothing in a module can become part of the page.

/** An element with properties, attributes (those with a dash, and role) and children; null children are left out. */
function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined) continue;
    if (key.includes('-') || key === 'role') made.setAttribute(key, value);
    else made[key] = value;
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined) made.append(typeof child === 'string' ? visible(child) : child);
  }
  return made;
}

/** The text with what would not be seen, or would reorder what is seen, written as \x{1F}. */
function visible(text) {
  return text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    character => `\\x{${character.charCodeAt(0).toString(16).toUpperCase()}}`);
}

/** A link within the page. */
function link(address, text, properties) {
  return element('a', {href: address, ...properties}, text);
}

/** A number with thin spaces between groups of three digits. */
function digits(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, '\u2009');
}

/** A part of a whole in percent. */
function percent(part, whole) {
  return whole > 0 ? (100 * part / whole).toFixed(1) + ' %' : '0 %';
}

function plural(count, one, many) {
  return digits(count) + ' ' + (count === 1 ? one : many ?? one + 's');
}

/** Calls an action once, when an element comes near the visible part of the page. */
const whenNear = (() => {
  const actions = new WeakMap();
  const observer = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      actions.get(entry.target)();
    }
  }, {rootMargin: '600px'});
  return (target, action) => {
    actions.set(target, action);
    observer.observe(target);
  };
})();

/** Which places of a list fit a filter: every word of it must occur, in any case. */
function filtered(texts, filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(word => word);
  const found = [];
  texts.forEach((text, place) => {
    const lower = text.toLowerCase();
    if (words.every(word => lower.includes(word))) found.push(place);
  });
  return found;
}

/** An input that filters, and says how much is left. */
function filterBox(label, apply) {
  const status = element('span', {className: 'muted', role: 'status'});
  const input = element('input', {type: 'search', placeholder: label, 'aria-label': label, spellcheck: false, className: 'filter'});
  input.addEventListener('input', () => { status.textContent = apply(input.value); });
  status.textContent = apply('');
  return element('p', {className: 'tools'}, input, ' ', status);
}
