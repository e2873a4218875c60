using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.SocketMode;

/// <summary>The frames that are not envelopes.</summary>
internal static class SocketFrames
{
    private const string Host = "applink-holdfast-simulator";

    public static byte[] Hello(int connections, string appId, TimeSpan lifetime)
    {
        var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        writer.WriteString("type", "hello");
        writer.WriteNumber("num_connections", connections);
        writer.WriteStartObject("debug_info");
        writer.WriteString("host", Host);
        writer.WriteNumber("build_number", 1);
        writer.WriteNumber("approximate_connection_time", (int)lifetime.TotalSeconds);
        writer.WriteEndObject();
        writer.WriteStartObject("connection_info");
        writer.WriteString("app_id", appId);
        writer.WriteEndObject();
        writer.WriteEndObject();
        return Take(buffer);
    }

    public static byte[] Disconnect(string reason)
    {
        var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        writer.WriteString("type", "disconnect");
        writer.WriteString("reason", reason);
        writer.WriteStartObject("debug_info");
        writer.WriteString("host", Host);
        writer.WriteEndObject();
        writer.WriteEndObject();
        return Take(buffer);
    }

    private static byte[] Take(JsonBuffer buffer)
    {
        var frame = buffer.Written().ToArray();
        buffer.Return();
        return frame;
    }
}
