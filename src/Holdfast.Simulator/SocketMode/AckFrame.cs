using System.Text;
using System.Text.Json;

namespace Holdfast.Simulator.SocketMode;

/// <summary>Reads <c>{"envelope_id":"…","payload":{…}}</c>; Node's SDK always adds a payload, Python's only when there is one.</summary>
internal static class AckFrame
{
    public static bool TryRead(ReadOnlySpan<byte> frame, out Guid id, out string? payload)
    {
        id = default;
        payload = null;
        var found = false;
        try
        {
            var reader = new Utf8JsonReader(frame);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("envelope_id"u8))
                {
                    reader.Read();
                    found = reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out id);
                }
                else if (reader.ValueTextEquals("payload"u8))
                {
                    reader.Read();
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    var raw = frame[start..(int)reader.BytesConsumed];
                    if (!raw.SequenceEqual("{}"u8) && !raw.SequenceEqual("null"u8)) payload = Encoding.UTF8.GetString(raw);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            return found;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
