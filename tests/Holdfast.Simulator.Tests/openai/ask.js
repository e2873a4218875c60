// Asks the model of the environment by Responses and has it call a tool, statelessly: what came back goes back as it came.
// The question is the first argument; the second one is "stream" or "whole". What happened is printed as JSON.
import OpenAI from 'openai';

const client = new OpenAI({ maxRetries: 0 });
const [question, way] = process.argv.slice(2);
const input = [{ role: 'user', content: question }];
const told = { rounds: [], pieces: '', thoughts: '' };

for (;;) {
  const request = {
    model: 'simulated',
    input,
    store: false,
    include: ['reasoning.encrypted_content'],
    reasoning: { summary: 'auto' },
    tools: [{ type: 'function', name: 'look', strict: false, parameters: { type: 'object', properties: {} } }],
  };
  let response;
  if (way === 'stream') {
    const stream = client.responses.stream(request);
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') told.pieces += event.delta;
      if (event.type === 'response.reasoning_summary_text.delta') told.thoughts += event.delta;
    }
    response = await stream.finalResponse();
  } else {
    response = await client.responses.create(request);
  }

  told.rounds.push(response.output.map((item) => item.type));
  input.push(...response.output);
  const calls = response.output.filter((item) => item.type === 'function_call');
  if (calls.length === 0) {
    told.text = response.output.flatMap((item) => item.content ?? []).map((part) => part.text).join('');
    told.usage = response.usage;
    break;
  }

  for (const call of calls) input.push({ type: 'function_call_output', call_id: call.call_id, output: `${call.arguments} calm` });
}

console.log(JSON.stringify(told));
