using System.Net.Sockets;
using System.Text;

namespace Holdfast.Hosting.ServiceManager;

/// <summary>
/// The socket by which a service tells systemd how it stands; there is none where systemd did not start it with <c>Type=notify</c>.
/// https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
/// </summary>
internal sealed class NotifySocket
{
    private readonly string? _path;

    public NotifySocket()
        : this(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"))
    {
    }

    /// <summary>A socket that is told of.</summary>
    /// <param name="path">The socket's path; with an @ in front a name of Linux's own.</param>
    internal NotifySocket(string? path) => _path = path is { Length: > 1 } && path[0] is '/' or '@' ? path : null;

    public bool IsThere => _path is not null;

    /// <summary>Tells it. What cannot be told is no reason to fail: whoever does not hear it acts by itself.</summary>
    /// <returns>Why it could not be told; null when it was.</returns>
    public string? Tell(string state)
    {
        if (_path is null)
            return null;
        try
        {
#pragma warning disable RS0030 // Nothing but a datagram goes to systemd, on this machine.
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
#pragma warning restore RS0030
            socket.Connect(new UnixDomainSocketEndPoint(_path[0] == '@' ? '\0' + _path[1..] : _path));
            socket.Send(Encoding.UTF8.GetBytes(state));
            return null;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return e.Message;
        }
    }
}
