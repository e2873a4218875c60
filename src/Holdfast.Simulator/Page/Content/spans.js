// What stands within a line of Markdown, as DOM nodes. Slack's own tags are read as well: what a bot leaves in calls people.
import { el, link } from '/dom.js';

const named = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: '\u00a0' };
const entity = (name) => {
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : name[0] === '#' ? Number(name.slice(1)) : 0;
  return named[name] ?? (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : `&${name};`);
};

function tag(inside, names) {
  const [target, label] = inside.split(/\|(.*)/s);
  if (/^[@#!]/.test(target)) {
    const name = /^[@#]/.test(target) ? names(target.slice(1)) : target.slice(1).split('^')[0];
    return el('span', { className: 'mention' }, (target[0] === '#' ? '#' : '@') + (label ?? name));
  }
  return link(target, label || target);
}

// Up to a closing bracket that was opened in it, or to what is no mark at the end of a sentence.
const address = String.raw`https?:\/\/(?=\w)(?:[^\s<>()|"]*\([^\s<>()]*\))*(?:[^\s<>()|"]*[^\s<>().,;:!?'"*_~|\]])?`;

// In order: what begins first wins, and of those the first; code is taken literally.
const inline = [
  [/\\([!-/:-@[-`{-~])/, (m) => document.createTextNode(m[1])],
  [/(?<!`)(`+)(?!`)((?:(?!\1(?!`))[\s\S])*?[^`])\1(?!`)/, (m) => el('code', {}, m[2].replace(/^ (.*) $/s, '$1'))],
  [/<((?:[@#!]|https?:|mailto:)[^<>\n]+)>/, (m, names) => tag(m[1], names)],
  [/!?\[((?:[^[\]\\\n]|\\.|\[[^[\]\n]*\])*)\]\(<?((?:[^()\s<>]|\([^()\s<>]*\))+)>?(?:\s+"[^"\n]*")?\)/, (m, names) =>
    link(m[2].replace(/&amp;/g, '&'), el('span', {}, ...spans(m[1] || m[2], names, true)))],
  [/&(#\d{1,7}|#x[\da-f]{1,6}|lt|gt|amp|quot|nbsp);/i, (m) => document.createTextNode(entity(m[1].toLowerCase()))],
  [new RegExp(address), (m, names, inLink) => inLink ? document.createTextNode(m[0]) : link(m[0], m[0])],
  [/\*\*\*(?=\S)([^\n]+?)(?<=\S)\*\*\*/, (m, names, inLink) => el('strong', {}, el('em', {}, ...spans(m[1], names, inLink)))],
  [/\*\*(?=\S)([^\n]+?)(?<=\S)\*\*/, (m, names, inLink) => el('strong', {}, ...spans(m[1], names, inLink))],
  [/(?<!\w)__(?=\S)([^\n]+?)(?<=\S)__(?!\w)/, (m, names, inLink) => el('strong', {}, ...spans(m[1], names, inLink))],
  [/\*(?=\S)([^*\n]+?)(?<=\S)\*/, (m, names, inLink) => el('em', {}, ...spans(m[1], names, inLink))],
  [/(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)/, (m, names, inLink) => el('em', {}, ...spans(m[1], names, inLink))],
  [/~~(?=\S)([^\n]+?)(?<=\S)~~/, (m, names, inLink) => el('s', {}, ...spans(m[1], names, inLink))],
];

// names: turns a user or channel id into a name.
export function spans(text, names, inLink = false) {
  const nodes = [];
  while (text) {
    let best = null;
    for (const [pattern, make] of inline) {
      const match = pattern.exec(text);
      if (match && (!best || match.index < best.match.index)) best = { match, make };
    }
    if (!best) return [...nodes, document.createTextNode(text)];
    if (best.match.index) nodes.push(document.createTextNode(text.slice(0, best.match.index)));
    nodes.push(best.make(best.match, names, inLink));
    text = text.slice(best.match.index + best.match[0].length);
  }
  return nodes;
}
