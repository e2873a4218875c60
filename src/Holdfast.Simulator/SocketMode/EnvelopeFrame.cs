using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Holdfast.Simulator.SocketMode;

/// <summary>Puts the envelope around a payload. The payload is written once and copied, because every attempt has its own envelope.</summary>
internal static class EnvelopeFrame
{
    public static void Write(IBufferWriter<byte> output, Envelope envelope)
    {
        output.Write("{\"envelope_id\":\""u8);
        var id = output.GetSpan(36);
        Utf8Formatter.TryFormat(envelope.Id, id, out var written);
        output.Advance(written);
        output.Write("\",\"payload\":"u8);
        output.Write(envelope.Payload);
        switch (envelope.Kind)
        {
            case EnvelopeKind.Event:
                output.Write(",\"type\":\"events_api\",\"accepts_response_payload\":false,\"retry_attempt\":"u8);
                output.Write(Encoding.ASCII.GetBytes(envelope.Attempt.ToString()));
                output.Write(envelope.Attempt == 0 ? ",\"retry_reason\":\"\"}"u8 : ",\"retry_reason\":\"timeout\"}"u8);
                break;
            case EnvelopeKind.Interactive:
                output.Write(",\"type\":\"interactive\""u8);
                WriteTail(output, envelope);
                break;
            case EnvelopeKind.SlashCommand:
                output.Write(",\"type\":\"slash_commands\""u8);
                WriteTail(output, envelope);
                break;
            default:
                throw new InvalidOperationException($"No frame for {envelope.Kind}.");
        }
    }

    private static void WriteTail(IBufferWriter<byte> output, Envelope envelope) =>
        output.Write(envelope.AcceptsResponse ? ",\"accepts_response_payload\":true}"u8 : ",\"accepts_response_payload\":false}"u8);
}
