namespace Holdfast.Simulator.Hosting;

/// <summary>Another program listens on the port; the message names the remedy.</summary>
public sealed class PortTakenException(int port, Exception inner)
    : Exception($"Port {port} on 127.0.0.1 is taken by another program. Stop that program, or start with --port 0 to take a free port.", inner)
{
    /// <summary>The port.</summary>
    public int Port { get; } = port;
}
