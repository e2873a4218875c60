using System.Buffers;
using System.Text;

namespace Holdfast.Slack.HttpDelivery;

/// <summary>
/// The fields of a form, as <c>application/x-www-form-urlencoded</c> writes them. What is not written as it should be is taken as it stands: the
/// signature has said that Slack wrote it.
/// </summary>
internal static class FormFields
{
    /// <summary>Far more than any of Slack's forms has.</summary>
    private const int MaxFields = 1_000;

    /// <summary>The fields in their order; of two with one name both.</summary>
    public static IReadOnlyList<(string Name, string Value)> Read(ReadOnlySpan<byte> body)
    {
        var fields = new List<(string, string)>();
        while (!body.IsEmpty && fields.Count < MaxFields)
        {
            var end = body.IndexOf((byte)'&');
            var field = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            var equals = field.IndexOf((byte)'=');
            if (!field.IsEmpty)
                fields.Add(equals < 0 ? (Decode(field), "") : (Decode(field[..equals]), Decode(field[(equals + 1)..])));
        }

        return fields;
    }

    private static string Decode(ReadOnlySpan<byte> written)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(written.Length, 1));
        try
        {
            var length = 0;
            for (var i = 0; i < written.Length; i++)
            {
                if (written[i] == '%' && i + 2 < written.Length && TryHex(written.Slice(i + 1, 2), out var value))
                    (bytes[length++], i) = (value, i + 2);
                else
                    bytes[length++] = written[i] == '+' ? (byte)' ' : written[i];
            }

            // Bytes that are no UTF-8 become U+FFFD here; readers of JSON would refuse the whole for them.
            return Encoding.UTF8.GetString(bytes, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static bool TryHex(ReadOnlySpan<byte> digits, out byte value)
    {
        Span<byte> decoded = stackalloc byte[1];
        var isHex = Convert.FromHexString(digits, decoded, out _, out var written) == OperationStatus.Done && written == 1;
        value = decoded[0];
        return isHex;
    }
}
