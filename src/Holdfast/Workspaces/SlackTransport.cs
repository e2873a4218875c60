namespace Holdfast.Workspaces;

/// <summary>The way by which Slack delivers. An app has one of them, chosen on its page.</summary>
public enum SlackTransport
{
    /// <summary>Over WebSockets that the server opens: nothing has to reach it. https://docs.slack.dev/apis/events-api/using-socket-mode</summary>
    SocketMode,

    /// <summary>By requests to an address of the server's. https://docs.slack.dev/apis/events-api/using-http-request-urls</summary>
    Http,
}
