// Nodes are built, never HTML text: whatever a bot writes stays text.

export const el = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children.filter((child) => child != null));
  return node;
};

export const safeUrl = (url) => /^(https?:|mailto:)/i.test(url ?? '') ? url : null;

export const link = (url, label) => safeUrl(url)
  ? el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label)
  : typeof label === 'string' ? document.createTextNode(label) : label;

// Puts the nodes into the host in order and leaves alone what already stands right: focus and half-typed text survive.
export function reconcile(host, nodes) {
  nodes.forEach((node, i) => {
    if (host.children[i] !== node) host.insertBefore(node, host.children[i] ?? null);
  });
  while (host.children.length > nodes.length) host.lastElementChild.remove();
}

// Makes a node again only when what it shows has changed.
export function keep(cache, key, signature, make) {
  const known = cache.get(key);
  if (known?.signature === signature) return known.node;
  const node = make();
  cache.set(key, { signature, node });
  return node;
}
