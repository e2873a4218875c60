// The files a message carries: name, size, and a way to save each.
import { el } from '/dom.js';

const size = (bytes) =>
  bytes < 1000 ? `${bytes} bytes` : bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

export const files = (list) => el('ul', { className: 'files', ariaLabel: 'Files' }, ...list.map((file) => el('li', {},
  el('a', { href: `/control/files/content?id=${encodeURIComponent(file.id)}`, download: file.name, title: file.alt_text ?? '' }, file.title),
  el('span', { className: 'quiet' }, file.title === file.name ? size(file.size) : `${file.name}, ${size(file.size)}`))));
