// Small drawings instead of emoji, which not every machine has.
const paths = {
  up: 'M7 11v9H4v-9zm0 0 4-8c1.7 0 2.6 1.2 2.3 2.8L12.600 9H18c1.400 0 2.300 1.200 2 2.500l-1.500 6.500c-.3 1.200-1.300 2-2.500 2H7',
  down: 'M17 13V4h3v9zm0 0-4 8c-1.7 0-2.600-1.200-2.300-2.800L11.400 15H6c-1.400 0-2.300-1.200-2-2.500L5.500 6c.3-1.200 1.300-2 2.500-2h9',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  eye: 'M2 12s3.500-7 10-7 10 7 10 7-3.500 7-10 7S2 12 2 12zm7 0a3 3 0 1 0 6 0 3 3 0 0 0-6 0',
  picture: 'M3 5h18v14H3zm0 11 5-5 5 5 3-3 5 5M15.500 9.500h.01',
  clip: 'M20 11l-8.500 8.500a5 5 0 0 1-7-7L13 4a3.500 3.500 0 0 1 5 5l-8.500 8.500a2 2 0 0 1-3-3L14 7',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  people: 'M9 12a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c0-3.500 2.900-5.500 6.500-5.500s6.500 2 6.500 5.500M16 5.500a3 3 0 0 1 0 6M17.500 14.700c2.400.6 4 2.400 4 5.300',
  home: 'M3 11l9-8 9 8M6 9v11h12V9M10 20v-6h4v6',
  back: 'M15 5l-7 7 7 7',
  pencil: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  forward: 'M14 5l6 6-6 6M20 11h-9c-4 0-7 3-7 8',
};

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' })) svg.setAttribute(key, value);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
