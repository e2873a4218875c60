using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Simulator.Json;

/// <summary>A reusable place to write JSON into: one per thread, because every event and every answer passes here.</summary>
internal sealed class JsonBuffer
{
    /// <summary>A buffer that once held something huge is not kept, so that one huge frame does not stay in memory.</summary>
    private const int LargestKept = 256 * 1024;

    [ThreadStatic]
    private static JsonBuffer? _kept;

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    private JsonBuffer() =>
        Writer = new Utf8JsonWriter(_bytes, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        });

    public Utf8JsonWriter Writer { get; }

    public static JsonBuffer Rent()
    {
        var buffer = _kept ?? new JsonBuffer();
        _kept = null;
        return buffer;
    }

    /// <summary>What was written so far; valid until <see cref="Clear"/> or <see cref="Return"/>.</summary>
    public ReadOnlySpan<byte> Written()
    {
        Writer.Flush();
        return _bytes.WrittenSpan;
    }

    public void Clear()
    {
        _bytes.ResetWrittenCount();
        Writer.Reset();
    }

    public void Return()
    {
        Clear();
        if (_bytes.Capacity <= LargestKept) _kept = this;
    }
}
