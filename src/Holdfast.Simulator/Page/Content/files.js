// The files a message carries: pictures are shown, texts with their first lines, and each can be saved.
import { el } from '/dom.js';

const size = (bytes) =>
  bytes < 1000 ? `${bytes} bytes` : bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

const content = (id) => `/control/files/content?id=${encodeURIComponent(id)}`;

export const shownPicture = (id) => content(id) + '&show=true';

// A forwarded message carries its files as Slack writes them, an own one as the control API does.
const isPicture = (file) => Boolean(file.width ?? file.original_w);
const alt = (file) => file.alt_text ?? file.alt_txt ?? file.name;

const about = (file) => file.title === file.name ? size(file.size) : `${file.name}, ${size(file.size)}`;

const save = (file) => el('a', { href: content(file.id), download: file.name, title: alt(file) }, file.title);

const elsewhere = (file) => el('a', { href: file.url_private, target: '_blank', rel: 'noopener noreferrer' }, file.title);

function body(file) {
  if (file.mode === 'tombstone') return [el('span', { className: 'quiet' }, 'This file was deleted.')];
  if (file.file_access === 'check_file_info') return [el('span', { className: 'quiet' }, 'A file of another organisation')];
  if (file.mode === 'external') return [elsewhere(file), el('span', { className: 'quiet' }, 'lies elsewhere')];
  const line = el('div', { className: 'file-line' }, save(file), el('span', { className: 'quiet' }, `${file.pretty_type}, ${about(file)}`));
  if (isPicture(file)) {
    const shown = el('img', { src: shownPicture(file.id), alt: alt(file), loading: 'lazy' });
    shown.width = file.width ?? file.original_w;
    shown.height = file.height ?? file.original_h;
    return [line, shown];
  }
  if (file.preview == null) return [line];
  const more = (file.lines ?? 1) - file.preview.split('\n').length;
  return [line, el('pre', { className: 'first-lines' }, file.preview), more > 0 ? el('span', { className: 'quiet' }, `and ${more} more ${more === 1 ? 'line' : 'lines'}`) : null];
}

export const files = (list) => el('ul', { className: 'files', ariaLabel: 'Files' },
  ...list.map((file) => el('li', { className: `file ${file.mode}` }, ...body(file).filter(Boolean))));
