// Ordinary Markdown, as markdown blocks have it: headings, lists, tasks, quotes, tables, code, links.
import { el } from '/dom.js';
import { spans } from '/spans.js';

// Deeper than anybody writes on purpose: what is nested further is text.
const maxDepth = 20;

const cells = (row) => row.trim().replace(/^\||(?<!\\)\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));

function table(rows, names) {
  const [head, rule, ...body] = rows.map(cells);
  const sides = rule.map((cell) => /^:-+:$/.test(cell) ? 'center' : /-:$/.test(cell) ? 'right' : '');
  const row = (kind, texts) => el('tr', {}, ...head.map((_, i) => {
    const cell = el(kind, kind === 'th' ? { scope: 'col' } : {}, ...spans(texts[i] ?? '', names));
    if (sides[i]) cell.style.textAlign = sides[i];
    return cell;
  }));
  return el('table', {}, el('thead', {}, row('th', head)), el('tbody', {}, ...body.map((texts) => row('td', texts))));
}

const marker = /^(\s*)([-*+]|\d{1,9}[.)])(\s+|$)/;
const kindOf = (row) => /^\d/.test(marker.exec(row)?.[2]) ? '1' : marker.exec(row)?.[2];
const indentOf = (row) => /^\s*/.exec(row)[0].length;

function list(rows, names, depth) {
  const first = marker.exec(rows[0]);
  const number = parseInt(first[2], 10);
  const node = Number.isNaN(number) ? el('ul') : el('ol', { start: number });
  const items = [];
  let within = 0;
  for (const row of rows) {
    const begins = marker.exec(row);
    if (begins && (!items.length || indentOf(row) < within)) {
      within = begins[0].trimEnd().length + 1;
      items.push([row.slice(begins[0].length)]);
    } else items.at(-1).push(row.slice(Math.min(indentOf(row), within)));
  }
  for (const lines of items) {
    const task = /^\[([ xX])\]\s+(.*)$/.exec(lines[0]);
    if (task) lines[0] = task[2];
    const nodes = markdown(lines.join('\n'), names, depth + 1);
    const [begin, ...rest] = nodes;
    const inner = begin?.tagName === 'P' ? [...begin.childNodes, ...rest] : nodes;
    node.append(el('li', { className: task ? 'task-item' : '' },
      ...(task ? [el('input', { type: 'checkbox', disabled: true, checked: task[1] !== ' ' }), ' '] : []), ...inner));
  }
  return node;
}

// What begins a run of lines, and what such a run becomes.
const fence = (row) => /^\s*(`{3,}(?=[^`]*$)|~{3,})/.exec(row)?.[1];
const isItem = (row) => marker.test(row);
const isQuote = (row) => /^\s{0,3}>/.test(row);
const isTable = (row, next) => row.includes('|') && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(next ?? '');
const isRule = (row) => /^\s*([-*_])(\s*\1){2,}\s*$/.test(row);
const heading = /^(#{1,6})\s+(.*?)\s*#*$/;

// names: turns a user or channel id into a name.
export function markdown(text, names, depth = 0) {
  const rows = String(text).split('\n');
  const nodes = [];
  let i = 0;
  const take = (test) => {
    const from = i;
    while (i < rows.length && test(rows[i], i)) i++;
    return rows.slice(from, i);
  };
  while (i < rows.length) {
    const row = rows[i];
    const title = heading.exec(row);
    const opened = fence(row);
    if (depth > maxDepth) nodes.push(el('p', {}, take(() => true).join('\n')));
    else if (opened) {
      const indent = indentOf(row);
      i++;
      const code = take((line) => !(line.trim().startsWith(opened) && !line.trim().replaceAll(opened[0], '')));
      i++;
      nodes.push(el('pre', {}, el('code', {}, code.map((line) => line.slice(Math.min(indent, indentOf(line)))).join('\n'))));
    } else if (title) {
      i++;
      nodes.push(el('div', { className: `heading h${title[1].length}` }, ...spans(title[2], names)));
    } else if (isRule(row)) {
      i++;
      nodes.push(el('hr'));
    } else if (isItem(row)) {
      // An item of another kind begins another list; what is indented belongs to the one before.
      const belongs = (line) => indentOf(line) > indentOf(row) + 1 ? Boolean(line.trim()) : isItem(line) && !isRule(line) && kindOf(line) === kindOf(row);
      nodes.push(list(take((line, at) => belongs(line) || !line.trim() && belongs(rows[at + 1] ?? '')), names, depth));
    } else if (isQuote(row)) {
      nodes.push(el('blockquote', {}, ...markdown(take(isQuote).map((line) => line.replace(/^\s{0,3}> ?/, '')).join('\n'), names, depth + 1)));
    } else if (isTable(row, rows[i + 1])) nodes.push(table(take((line) => line.includes('|')), names));
    else if (!row.trim()) i++;
    else {
      const lines = take((line, at) => line.trim() && !isItem(line) && !isQuote(line) && !fence(line) && !heading.test(line) && !isRule(line)
        && !isTable(line, rows[at + 1]));
      if (!lines.length) lines.push(rows[i++]);
      nodes.push(el('p', {}, ...lines.flatMap((line, n) => n ? [el('br'), ...spans(line.trim(), names)] : spans(line.trim(), names))));
    }
  }
  return nodes;
}
