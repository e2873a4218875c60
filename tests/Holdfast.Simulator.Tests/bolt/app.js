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

app.command('/hold', async ({ ack, respond: _respond, command }) => {
  await ack(`holding ${command.text}`);
});

app.action('approve', async ({ ack, body, client }) => {
  await ack();
  await client.chat.postMessage({ channel: body.channel.id, text: 'approved' });
});

(async () => {
  await app.start();
  console.log('bolt is up');
})();
