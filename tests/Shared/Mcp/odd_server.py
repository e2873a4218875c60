"""An MCP server that does what servers should not do. What goes wrong is chosen by its arguments and by what is called."""
import json
import os
import subprocess
import sys
import threading
import time

modes = set(sys.argv[1:])
writing = threading.Lock()
extra = []
listening = []
called = set()
cancelled = []


def send(message):
    with writing:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


def tool(name, description="", required=(), **more):
    schema = {"type": "object", "properties": {key: {} for key in required}, "required": list(required)}
    return {"name": name, "description": description or name, "inputSchema": schema, **more}


def tools():
    if "many" in modes:
        return [tool(f"tool_{number}") for number in range(5000)]
    if "odd" in modes:
        return [
            tool("long", "x" * 1_000_000),
            {"name": "no_schema", "description": "none"},
            {"name": "text_schema", "inputSchema": "text"},
            {"name": "array_schema", "inputSchema": {"type": "array"}},
            {"name": "untyped", "inputSchema": {"properties": {}}},
            {"name": "huge_schema", "inputSchema": {"type": "object", "description": "y" * 100_000}},
            {"name": 7},
            "no object",
            tool("a.b/c"),
            tool("n" * 120),
            tool("fine", annotations={"readOnlyHint": "yes"}),
        ]
    reads = {"annotations": {"readOnlyHint": True}}
    return [
        tool("echo", "Says what it was told.", ["text"], **reads),
        tool("note", "Writes a line to a file.", ["file", "text"]),
        tool("big", **reads),
        tool("hang", **reads),
        tool("cancelled", **reads),
        tool("die"),
        tool("garbage", **reads),
        tool("flood", **reads),
        tool("grow"),
        tool("env", **reads),
        tool("pid", **reads),
        tool("rich", **reads),
        tool("fail", **reads),
        tool("progress", **reads),
        *(tool(name) for name in extra),
    ]


def text(words):
    return {"content": [{"type": "text", "text": words}]}


def run(id, name, arguments, token):
    if name == "echo":
        return text(arguments.get("text", ""))
    if name == "note":
        with open(arguments["file"], "a") as file:
            file.write(arguments["text"] + "\n")
        while arguments.get("wait") and not os.path.exists(arguments["wait"]):
            time.sleep(0.02)
        return text("noted")
    if name == "big":
        return text("z" * int(arguments.get("bytes", 10_000_000)))
    if name == "hang":
        if arguments.get("file"):
            with open(arguments["file"], "a") as file:
                file.write("called\n")
        while True:
            time.sleep(1000)
    if name == "cancelled":
        return text(f"cancelled {len(cancelled)}")
    if name == "die":
        sys.stderr.write(f"dying with {os.environ.get('ODD_TOKEN', 'nothing')} in hand\n")
        sys.stderr.flush()
        os._exit(3)
    if name == "garbage":
        with writing:
            sys.stdout.write("Hello, I am a server!\n\n{\"jsonrpc\": \"1.0\"}\n[1, 2]\n{\"half\": \n\x00\x01\n" + "g" * 200_000 + "\n")
            sys.stdout.flush()
        return text("garbage is out")
    if name == "flood":
        for line in range(int(arguments.get("lines", 100_000))):
            sys.stderr.write(f"complaint {line}\n")
        sys.stderr.flush()
        return text("flooded")
    if name == "grow":
        if arguments.get("less"):
            extra.clear()
        else:
            extra.append(f"extra_{len(extra) + 1}")
        if "new" in modes:
            for subscription in listening:
                send({"jsonrpc": "2.0", "method": "notifications/tools/list_changed", "params": {"_meta": {"io.modelcontextprotocol/subscriptionId": subscription}}})
        else:
            send({"jsonrpc": "2.0", "method": "notifications/tools/list_changed"})
        return text("grown")
    if name == "env":
        return text("\n".join(sorted(f"{key}={value}" for key, value in os.environ.items())))
    if name == "pid":
        return text(str(os.getpid()))
    if name == "rich":
        return {
            "content": [
                {"type": "text", "text": "first"},
                {"type": "image", "data": "A" * 4000, "mimeType": "image/png"},
                {"type": "audio", "data": "A" * 400, "mimeType": "audio/wav"},
                {"type": "resource_link", "uri": "file:///tmp/x.txt", "name": "x", "mimeType": "text/plain", "size": 12},
                {"type": "resource", "resource": {"uri": "file:///tmp/y.txt", "mimeType": "text/plain", "text": "what y says"}},
                {"type": "resource", "resource": {"uri": "file:///tmp/z.bin", "mimeType": "application/octet-stream", "blob": "A" * 80}},
                {"type": "hologram", "data": "?"},
                "no object",
            ],
            "structuredContent": {"answer": 42},
        }
    if name == "fail":
        return {**text("it cannot be done"), "isError": True}
    if name == "progress":
        for step in range(1_000_000):
            if token is not None:
                send({"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": token, "progress": step}})
            time.sleep(0.05)
    raise KeyError(name)


def answer(message):
    id, method, params = message.get("id"), message.get("method"), message.get("params") or {}
    if method == "initialize":
        if "hang-initialize" in modes:
            return
        send({"jsonrpc": "2.0", "id": id, "result": {
            "protocolVersion": "2025-06-18", "capabilities": {"tools": {"listChanged": True}}, "serverInfo": {"name": "odd", "version": "1"}}})
    elif method == "server/discover" and "new" in modes:
        send({"jsonrpc": "2.0", "id": id, "result": {
            "supportedVersions": ["2026-07-28"], "capabilities": {"tools": {"listChanged": True}}, "ttlMs": 0, "cacheScope": "private"}})
    elif method == "subscriptions/listen" and params["notifications"].get("toolsListChanged"):
        listening.append(id)
        send({"jsonrpc": "2.0", "method": "notifications/subscriptions/acknowledged", "params": {
            "notifications": {"toolsListChanged": True}, "_meta": {"io.modelcontextprotocol/subscriptionId": id}}})
    elif method == "tools/list":
        if "hang-list" in modes:
            return
        send({"jsonrpc": "2.0", "id": id, "result": {"tools": tools()}})
    elif method == "tools/call":
        try:
            # The id comes last, as many servers write it.
            send({"jsonrpc": "2.0", "result": run(id, params["name"], params.get("arguments") or {}, (params.get("_meta") or {}).get("progressToken")), "id": id})
        except KeyError as error:
            send({"jsonrpc": "2.0", "id": id, "error": {"code": -32602, "message": f"unknown: {error}"}})
    elif method == "ping":
        send({"jsonrpc": "2.0", "id": id, "result": {}})
    elif method == "notifications/cancelled":
        # Not the look for a newer protocol, which is given up on where the start takes long.
        if params.get("requestId") in called:
            cancelled.append(params.get("requestId"))
    elif id is not None:
        send({"jsonrpc": "2.0", "id": id, "error": {"code": -32601, "message": "unknown method"}})


def main():
    if "die-at-start" in modes:
        sys.stderr.write("the configuration is wrong\n")
        sys.exit(4)
    if "child" in modes:
        subprocess.Popen(["sleep", "1000"])
    if "stay" in modes:
        # Goes on without an input, as some do.
        threading.Thread(target=lambda: time.sleep(1000)).start()
    for mode in modes:
        if mode.startswith("starts-in="):
            time.sleep(float(mode.removeprefix("starts-in=")))
    isFirst = True
    for line in sys.stdin:
        message = json.loads(line)
        if isFirst and "strict" in modes and message.get("method") != "initialize":
            sys.exit("expected initialize")
        isFirst = False
        if message.get("method") == "tools/call":
            called.add(message.get("id"))
            threading.Thread(target=answer, args=(message,), daemon=True).start()
        else:
            answer(message)


main()
