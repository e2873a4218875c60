// The acting person's modals as real dialogs, one for each view of the stack; the lower ones peep out behind.
import { block } from '/blocks.js';
import { el, keep, reconcile } from '/dom.js';
import { call, names, store } from '/store.js';
import { failureOf, isBusy, perform, shownBy, viewSurface } from '/surface.js';

const open = new Map();

const close = (view, all) => perform(`v-${view.id}`, 'close', 'views', () => call('POST', 'views/close', { user: store.me, view: view.id, all }));

// Escape is the close button of the topmost; a browser left to itself may shut several dialogs at once. For the whole document,
// because the focus is nowhere for a moment when a view above was closed.
document.addEventListener('keydown', (event) => {
  const top = store.views.at(-1);
  if (event.key !== 'Escape' || !top) return;
  event.preventDefault();
  close(top, false);
});

function create() {
  const title = el('h2', { className: 'modal-title' });
  const cross = el('button', { type: 'button', className: 'icon-button', title: 'Close' }, '✕');
  cross.setAttribute('aria-label', 'Close');
  const body = el('div', { className: 'modal-body' });
  const notice = el('div', { className: 'modal-notice', hidden: true });
  notice.setAttribute('role', 'alert');
  const cancel = el('button', { type: 'button', className: 'block-button' });
  const submit = el('button', { type: 'submit', className: 'block-button primary' });
  const form = el('form', { className: 'modal-form' },
    el('header', { className: 'modal-head' }, el('span', { className: 'modal-mark', ariaHidden: 'true' }, '⚓'), title, cross),
    notice, body, el('footer', { className: 'modal-foot' }, cancel, submit));
  const dialog = el('dialog', { className: 'modal' }, form);
  const shown = { dialog, form, title, cross, body, notice, cancel, submit, blocks: new Map(), view: null, errors: '' };

  cross.addEventListener('click', () => close(shown.view, true));
  cancel.addEventListener('click', () => close(shown.view, false));
  dialog.addEventListener('cancel', (event) => {
    if (event.target === dialog) event.preventDefault();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { view } = shown;
    perform(`v-${view.id}`, 'submit', 'views', () =>
      call('POST', 'views/submit', { user: store.me, view: view.id, values: viewSurface(view).values() }));
  });
  return shown;
}

function fill(shown, view, depth) {
  const json = JSON.parse(view.json);
  const surface = viewSurface(view);
  const isNew = shown.view?.version !== view.version;
  shown.view = view;
  shown.title.textContent = json.title?.text ?? '';
  shown.title.id = `${surface.id}-title`;
  shown.dialog.setAttribute('aria-labelledby', shown.title.id);
  shown.dialog.dataset.below = depth;
  shown.cancel.textContent = json.close?.text ?? (json.submit ? 'Cancel' : 'Close');
  shown.submit.hidden = !json.submit;
  const sending = surface.busy('submit');
  shown.submit.replaceChildren(...(sending ? [el('span', { className: 'spinner' })] : []), json.submit?.text ?? '');
  shown.submit.disabled = sending;
  shown.form.setAttribute('aria-busy', isBusy(surface.id));

  const failure = failureOf(surface.id);
  shown.notice.hidden = !failure;
  shown.notice.replaceChildren(...(failure ? ['⚠ ', failure.text, ...(failure.code ? [el('code', {}, failure.code)] : [])] : []));

  const focused = shown.dialog.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const state = shownBy(surface.id);
  // A field is made once for each version of its view: made again, it would lose what somebody is just typing.
  if (isNew) shown.began = state;
  reconcile(shown.body, json.blocks.map((item) =>
    keep(shown.blocks, item.block_id, JSON.stringify([item, view.errors?.[item.block_id], item.type === 'input' ? shown.began : state, store.me]),
      () => block(surface, item, names))));
  if (focused && !shown.dialog.contains(document.activeElement))
    [...shown.dialog.querySelectorAll('[data-key]')].find((node) => node.dataset.key === focused)?.focus();

  const errors = JSON.stringify(view.errors ?? {});
  if (errors !== shown.errors && errors !== '{}') shown.dialog.querySelector('[aria-invalid="true"]')?.focus();
  shown.errors = errors;
}

export function showViews() {
  const stack = store.views;
  for (const [id, shown] of open) {
    if (stack.some((view) => view.id === id)) continue;
    shown.dialog.close();
    shown.dialog.remove();
    open.delete(id);
    if (!stack.length) document.getElementById('composer-text').focus();
  }
  stack.forEach((view, i) => {
    const isFirst = !open.has(view.id);
    if (isFirst) open.set(view.id, create());
    const shown = open.get(view.id);
    fill(shown, view, stack.length - 1 - i);
    if (shown.dialog.open) return;
    document.body.append(shown.dialog);
    shown.dialog.showModal();
    (shown.body.querySelector('input:not([disabled]), textarea, select, button') ?? (shown.submit.hidden ? shown.cancel : shown.submit)).focus();
  });
}
