// Has the image model of the environment draw a picture, edit it, and draw another one piece by piece. What came is printed as JSON.
import OpenAI, { toFile } from 'openai';

const client = new OpenAI({ maxRetries: 0 });
const model = 'gpt-image-1';

const drawn = await client.images.generate({ model, prompt: 'a lighthouse', size: '1536x1024', quality: 'low', n: 2, moderation: 'low' });
const first = Buffer.from(drawn.data[0].b64_json, 'base64');
const edited = await client.images.edit({ model, prompt: 'make it winter', image: [await toFile(first, 'lighthouse.png', { type: 'image/png' })] });

const stream = await client.images.generate({ model, prompt: 'a boat', stream: true, partial_images: 2 });
const events = [];
for await (const event of stream) events.push([event.type, Buffer.from(event.b64_json, 'base64').length, event.partial_image_index ?? null]);

let refused = '';
try {
  await client.images.generate({ model, prompt: 'fail moderation' });
} catch (error) {
  refused = `${error.status} ${error.code} ${error.type}`;
}

console.log(JSON.stringify({ pictures: drawn.data.map((one) => one.b64_json), usage: drawn.usage, edited: edited.data[0].b64_json, events, refused }));
