// Ordinary Markdown, as markdown blocks have it: headings, lists, tasks, quotes, tables, code, links.
import { el, link } from '/dom.js';

const inline = [
  [/`([^`\n]+)`/, (m) => el('code', {}, m[1])],
  [/!?\[([^\]\n]*)\]\(([^)\s]+)[^)]*\)/, (m) => link(m[2], m[1] || m[2])],
  [/(https?:\/\/[^\s<>)]+)/, (m) => link(m[1], m[1])],
  [/\*\*(?=\S)([^\n]+?)(?<=\S)\*\*/, (m) => el('strong', {}, ...spans(m[1]))],
  [/(?<!\w)__(?=\S)([^\n]+?)(?<=\S)__(?!\w)/, (m) => el('strong', {}, ...spans(m[1]))],
  [/\*(?=\S)([^*\n]+?)(?<=\S)\*/, (m) => el('em', {}, ...spans(m[1]))],
  [/(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)/, (m) => el('em', {}, ...spans(m[1]))],
  [/~~(?=\S)([^\n]+?)(?<=\S)~~/, (m) => el('s', {}, ...spans(m[1]))],
];

function spans(text) {
  const nodes = [];
  while (text) {
    let best = null;
    for (const [pattern, make] of inline) {
      const match = pattern.exec(text);
      if (match && (!best || match.index < best.match.index)) best = { match, make };
    }
    if (!best) return [...nodes, document.createTextNode(text)];
    if (best.match.index) nodes.push(document.createTextNode(text.slice(0, best.match.index)));
    nodes.push(best.make(best.match));
    text = text.slice(best.match.index + best.match[0].length);
  }
  return nodes;
}

const cells = (row) => row.replace(/^\s*\||\|\s*$/g, '').split('|').map((cell) => cell.trim());

function table(rows) {
  const [head, , ...body] = rows;
  return el('table', {},
    el('thead', {}, el('tr', {}, ...cells(head).map((cell) => el('th', { scope: 'col' }, ...spans(cell))))),
    el('tbody', {}, ...body.map((row) => el('tr', {}, ...cells(row).map((cell) => el('td', {}, ...spans(cell)))))));
}

function list(rows) {
  const first = /^\s*(\d+)[.)]\s/.exec(rows[0]);
  const node = el(first ? 'ol' : 'ul');
  if (first) node.start = Number(first[1]);
  for (const row of rows) {
    const [, indent, text] = /^(\s*)(?:[-*+]|\d+[.)])\s+(.*)$/.exec(row);
    const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
    const item = el('li', { className: `indent${Math.min(Math.floor(indent.length / 2), 4)}${task ? ' task-item' : ''}` },
      ...(task ? [el('input', { type: 'checkbox', disabled: true, checked: task[1] !== ' ' }), ' ', ...spans(task[2])] : spans(text)));
    node.append(item);
  }
  return node;
}

// What begins a run of lines, and what such a run becomes.
const isItem = (row) => /^\s*([-*+]|\d+[.)])\s+/.test(row);
const isQuote = (row) => /^>/.test(row);
const isTable = (row, next) => row.includes('|') && /^\s*\|?\s*:?-{2,}/.test(next ?? '') && (next ?? '').includes('|');
const isRule = (row) => /^\s*([-*_])(\s*\1){2,}\s*$/.test(row);

export function markdown(text) {
  const rows = String(text).split('\n');
  const nodes = [];
  let i = 0;
  const take = (test) => {
    const from = i;
    while (i < rows.length && test(rows[i])) i++;
    return rows.slice(from, i);
  };
  while (i < rows.length) {
    const row = rows[i];
    const heading = /^(#{1,6})\s+(.*)$/.exec(row);
    if (/^\s*```/.test(row)) {
      i++;
      const code = take((line) => !/^\s*```/.test(line));
      i++;
      nodes.push(el('pre', {}, el('code', {}, code.join('\n'))));
    } else if (heading) {
      i++;
      nodes.push(el('div', { className: `heading h${heading[1].length}` }, ...spans(heading[2])));
    } else if (isRule(row)) {
      i++;
      nodes.push(el('hr'));
    } else if (isItem(row)) nodes.push(list(take(isItem)));
    else if (isQuote(row)) nodes.push(el('blockquote', {}, ...markdown(take(isQuote).map((line) => line.replace(/^> ?/, '')).join('\n'))));
    else if (isTable(row, rows[i + 1])) nodes.push(table(take((line) => line.includes('|'))));
    else if (!row.trim()) i++;
    else {
      const lines = take((line) => line.trim() && !isItem(line) && !isQuote(line) && !/^\s*```|^#{1,6}\s/.test(line) && !isRule(line));
      if (!lines.length) lines.push(rows[i++]);
      nodes.push(el('p', {}, ...lines.flatMap((line, n) => n ? [el('br'), ...spans(line)] : spans(line))));
    }
  }
  return nodes;
}
