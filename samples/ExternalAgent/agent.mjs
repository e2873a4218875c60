// Somebody's own agent behind Holdfast, in JavaScript and nothing else: node agent.mjs
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const key = Buffer.from(process.env.AGENT_SECRET.replace("whsec_", ""), "base64");

const server = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray());
  const { "webhook-id": id, "webhook-timestamp": moment, "webhook-signature": given = "" } = request.headers;
  const signature = Buffer.from("v1," + createHmac("sha256", key).update(`${id}.${moment}.`).update(body).digest("base64"));
  const isOurs = given.length === signature.length && timingSafeEqual(Buffer.from(given), signature);
  if (!isOurs || Math.abs(Date.now() / 1000 - moment) > 300) return response.writeHead(401).end();
  const question = JSON.parse(body);
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const word of `You said: ${question.text} (after ${question.history.length} turns)`.split(" "))
    response.write(`data: ${JSON.stringify({ delta: word + " " })}\n\n`);
  response.end("data: [DONE]\n\n");
});
server.listen(process.env.PORT ?? 8600, "127.0.0.1", () => console.log(`listening on ${server.address().port}`));
