using Holdfast.Slack.WebApi;

namespace Holdfast.Connection;

/// <summary>
/// What Socket Mode is opened with. Its connects keep waits of their own, so they go past the breaker that guards all other calls of
/// Slack, and never wait for it.
/// </summary>
/// <param name="Client">Asks for an address.</param>
/// <param name="Invoker">Connects the WebSocket.</param>
public sealed record SlackSockets(SlackWebClient Client, HttpMessageInvoker Invoker);
