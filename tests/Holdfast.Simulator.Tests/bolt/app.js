// An ordinary Bolt app: nothing in it knows of the simulator but the address it is given.
const { App, LogLevel } = require('@slack/bolt');

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: process.env.BOLT_LOG ?? LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

app.event('app_mention', async ({ event, say }) => {
  const text = event.text.replace(/<@[^>]+>\s*/, '');
  await say({ text: `echo ${text}`, thread_ts: event.thread_ts ?? event.ts });
});

app.message('ping', async ({ say }) => {
  await say('pong');
});

app.message('upload', async ({ message, client }) => {
  await client.filesUploadV2({
    channel_id: message.channel,
    thread_ts: message.ts,
    initial_comment: 'both tables',
    file_uploads: [
      { file: Buffer.from('high at six\n'), filename: 'tide.txt', title: 'Tides' },
      { file: Buffer.from([0, 1, 2, 254, 255]), filename: 'wind ñ.bin', alt_text: 'wind' },
    ],
  });
});

// What Slack's types say of a file is all that is looked at; its bytes are fetched as Slack tells apps to.
app.event('message', async ({ event, client }) => {
  if (event.subtype !== 'file_share' || event.bot_id) return;
  const told = [];
  for (const { id } of event.files) {
    const { file } = await client.files.info({ file: id });
    const response = await fetch(file.url_private_download, { headers: { Authorization: `Bearer ${process.env.SLACK_BOT_TOKEN}` } });
    const bytes = await response.arrayBuffer();
    told.push(`${file.name}: ${response.headers.get('content-type')} of ${bytes.byteLength} bytes, ${file.original_w ?? '?'} × ${file.original_h ?? '?'}`);
  }
  await client.chat.postMessage({ channel: event.channel, thread_ts: event.thread_ts ?? event.ts, text: told.join('\n') });
});

app.message('gather', async ({ message, client, say }) => {
  const { channel } = await client.conversations.open({ users: 'U0ADA,U0GRACE' });
  const names = [];
  for await (const page of client.paginate('conversations.members', { channel: channel.id, limit: 2 })) {
    for (const user of page.members) names.push((await client.users.info({ user })).user.profile.real_name);
  }
  const mine = await client.users.conversations({ types: 'mpim', user: message.user });
  try {
    await client.conversations.history({ channel: channel.id });
    await say(`${names.join(', ')} in ${mine.channels.length}`);
  } catch (error) {
    await say(`${error.data.error} ${error.data.needed}`);
  }
});

app.message('stream', async ({ sayStream }) => {
  const stream = sayStream({ buffer_size: 8, task_display_mode: 'timeline' });
  await stream.append({ markdown_text: '**Tide**' });
  await stream.append({ markdown_text: ' turns' });
  await stream.append({ chunks: [{ type: 'task_update', id: 'look', title: 'Look', status: 'in_progress', details: 'out' }] });
  await stream.append({ chunks: [{ type: 'task_update', id: 'look', title: 'Looked', status: 'complete', sources: [{ type: 'url', url: 'https://sea.test', text: 'the sea' }] }] });
  await stream.stop({
    markdown_text: ' at six.',
    blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: 'as of today' }] }],
    metadata: { event_type: 'tide', event_payload: { hour: 6 } },
  });
});

app.event('app_mention', async ({ event, sayStream, client }) => {
  if (!event.text.includes('slowly')) return;
  const at = { channel_id: event.channel, thread_ts: event.ts };
  await client.agents.sessions.setStatus({ ...at, status: 'processing', title: 'Slowly' });
  await sayStream({ buffer_size: 1 }).append({ markdown_text: 'I have begun' });
});

app.event('agent_session_stopped', async ({ event, client, say }) => {
  await client.agents.sessions.setStatus({ channel_id: event.channel, thread_ts: event.thread_ts, status: 'active' });
  await say({ text: `stopped ${event.streaming_message_ts.length}`, thread_ts: event.thread_ts });
});

app.command('/hold', async ({ ack, respond: _respond, command }) => {
  await ack(`holding ${command.text}`);
});

app.action('approve', async ({ ack, body, respond }) => {
  await ack();
  await respond({ replace_original: true, text: `approved by <@${body.user.id}>` });
});

app.action('size', async ({ ack, action, say }) => {
  await ack();
  await say(`size ${action.selected_option.value}`);
});

app.command('/whisper', async ({ ack, respond }) => {
  await ack();
  await respond('psst');
  await respond({ response_type: 'in_channel', text: 'hear hear' });
});

const form = (title) => ({
  type: 'modal',
  callback_id: 'form',
  notify_on_close: true,
  title: { type: 'plain_text', text: title },
  submit: { type: 'plain_text', text: 'Save' },
  blocks: [
    {
      type: 'input',
      block_id: 'name_block',
      label: { type: 'plain_text', text: 'Name' },
      element: { type: 'plain_text_input', action_id: 'name' },
    },
    {
      type: 'actions',
      block_id: 'more_block',
      elements: [{ type: 'button', action_id: 'deeper', text: { type: 'plain_text', text: 'Deeper' }, value: 'one' }],
    },
  ],
});

app.command('/form', async ({ ack, body, client }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view: form('By command') });
});

app.shortcut('new_note', async ({ ack, shortcut, client }) => {
  await ack();
  await client.views.open({ trigger_id: shortcut.trigger_id, view: form('By shortcut') });
});

app.action('deeper', async ({ ack, body, client }) => {
  await ack();
  await client.views.push({ trigger_id: body.trigger_id, view: form(`On ${body.view.title.text}`) });
});

app.view('form', async ({ ack, body, view, client }) => {
  const name = view.state.values.name_block.name.value;
  if (name.length < 3) return ack({ response_action: 'errors', errors: { name_block: 'Three letters at least' } });
  if (name === 'update') return ack({ response_action: 'update', view: form('Updated') });
  await ack();
  return client.chat.postMessage({ channel: body.user.id, text: `saved ${name}` });
});

app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body, client }) => {
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: `closed ${body.view.title.text}, cleared: ${body.is_cleared}` });
});

const home = (zone, clicks) => ({
  type: 'home',
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text: `${zone}: ${clicks} clicks` } },
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'count', text: { type: 'plain_text', text: 'Count' }, value: String(clicks) }],
    },
  ],
});

app.event('app_home_opened', async ({ event, client }) => {
  if (event.tab !== 'home' || event.view) return;
  const { user } = await client.users.info({ user: event.user });
  await client.views.publish({ user_id: event.user, view: home(`${user.tz} ${user.tz_offset}`, 0) });
});

app.action('count', async ({ ack, body, action, client }) => {
  await ack();
  const zone = body.view.blocks[0].text.text.split(':')[0];
  await client.views.publish({ user_id: body.user.id, hash: body.view.hash, view: home(zone, Number(action.value) + 1) });
});

(async () => {
  await app.start();
  console.log('bolt is up');
})();
