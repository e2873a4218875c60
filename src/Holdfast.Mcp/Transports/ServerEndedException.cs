namespace Holdfast.Mcp.Transports;

/// <summary>A server's program is no more, or does not speak any more.</summary>
/// <param name="message">What became of it, behind its name: <c>ended with exit code 1</c>.</param>
internal sealed class ServerEndedException(string message) : IOException(message);
