# Somebody's own agent behind Holdfast, in Python and nothing else: python3 agent.py
import base64, hashlib, hmac, json, os, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ["AGENT_SECRET"].removeprefix("whsec_"))


class Agent(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        moment = self.headers["webhook-timestamp"]
        signed = f"{self.headers['webhook-id']}.{moment}.".encode() + body
        signature = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        if abs(time.time() - int(moment)) > 300 or not hmac.compare_digest(signature, self.headers["webhook-signature"]):
            return self.send_error(401)
        question = json.loads(body)
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for word in f"You said: {question['text']} (after {len(question['history'])} turns)".split(" "):
            self.wfile.write(f"data: {json.dumps({'delta': word + ' '})}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8600"))), Agent)
print(f"listening on {server.server_port}", flush=True)
server.serve_forever()
