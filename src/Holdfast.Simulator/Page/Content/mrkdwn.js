// Slack's mrkdwn as DOM nodes.
import { el, safeUrl } from '/dom.js';
import { store } from '/store.js';

const unescape = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

// A date as Slack shows it, in the viewer's own zone; what has unknown tokens is shown by its fallback.
function date(target, fallback) {
  const [, seconds, format] = target.split('^');
  const timeZone = store.state?.users.find((user) => user.id === store.me)?.time_zone ?? undefined;
  const moment = new Date(Number(seconds) * 1000);
  const show = (options, at = moment) => new Intl.DateTimeFormat('en-US', { timeZone, ...options }).format(at);
  const full = { year: 'numeric', month: 'short', day: 'numeric' };
  const near = () => ['yesterday', 'today', 'tomorrow'].find((_, i) => show(full) === show(full, new Date(Date.now() + (i - 1) * 86_400_000)));
  const tokens = {
    date_short: () => show(full),
    date_short_pretty: () => near() ?? show(full),
    time: () => show({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    time_secs: () => show({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  };
  const isKnown = !Number.isNaN(moment.getTime()) && [...(format ?? '').matchAll(/\{(\w+)\}/g)].every(([, token]) => Object.hasOwn(tokens, token));
  return isKnown && format ? format.replace(/\{(\w+)\}/g, (_, token) => tokens[token]()) : fallback ?? target;
}

function controlSequence(inside, names) {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : unescape(inside.slice(bar + 1));
  if (/^@[UW]/.test(target)) return el('span', { className: 'mention' }, '@' + (label ?? names(target.slice(1))));
  if (target.startsWith('#C')) return el('span', { className: 'mention' }, '#' + (label ?? names(target.slice(1))));
  if (target.startsWith('!date^')) return el('time', {}, date(target, label));
  if (target.startsWith('!')) return el('span', { className: 'mention' }, '@' + (label ?? target.slice(1).split('^')[0]));
  const url = safeUrl(unescape(target));
  if (!url) return document.createTextNode(`<${inside}>`);
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label ?? url);
}

// In order: what begins first wins; code is taken literally.
const inline = [
  [/`([^`\n]+)`/, (m) => el('code', {}, unescape(m[1]))],
  [/<([^<>\n]+)>/, (m, names) => controlSequence(m[1], names)],
  [/(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])/, (m, names) => el('strong', {}, ...spans(m[1], names))],
  [/(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])/, (m, names) => el('em', {}, ...spans(m[1], names))],
  [/(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])/, (m, names) => el('s', {}, ...spans(m[1], names))],
];

function spans(text, names) {
  const nodes = [];
  while (text) {
    let best = null;
    for (const [pattern, make] of inline) {
      const match = pattern.exec(text);
      if (match && (!best || match.index < best.match.index)) best = { match, make };
    }
    if (!best) {
      nodes.push(document.createTextNode(unescape(text)));
      break;
    }
    if (best.match.index) nodes.push(document.createTextNode(unescape(text.slice(0, best.match.index))));
    nodes.push(best.make(best.match, names));
    text = text.slice(best.match.index + best.match[0].length);
  }
  return nodes;
}

function lines(text, names) {
  const out = [];
  let quote = null;
  const rows = text.split('\n');
  rows.forEach((row, i) => {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(row);
    if (quoted) {
      if (!quote) out.push(quote = el('blockquote'));
      else quote.append(el('br'));
      quote.append(...spans(quoted[1], names));
      return;
    }
    if (out.length && !quote && i) out.push(el('br'));
    quote = null;
    out.push(...spans(row, names));
  });
  return out;
}

// text: mrkdwn; names: turns a user or channel id into a name.
export function mrkdwn(text, names) {
  const nodes = [];
  const parts = String(text).split(/```\n?/);
  parts.forEach((part, i) => {
    // An opening fence without an end is only text.
    if (i % 2 && i < parts.length - 1) nodes.push(el('pre', {}, el('code', {}, unescape(part.replace(/\n$/, '')))));
    else if (part) nodes.push(...lines((i % 2 ? '```' : '') + (i ? part.replace(/^\n/, '') : part), names));
  });
  return nodes;
}
