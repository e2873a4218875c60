using System.Buffers;
using System.Globalization;
using System.Text;
using Holdfast.Text;

namespace Holdfast.Jobs.Processes;

/// <summary>Keeps the first and the last part of a text of any length: what was asked for, and how it ended.</summary>
internal sealed class HeadAndTail(int limit)
{
    private const int LastLineBytes = 512;
    private const int LastLineLength = 200;

    private readonly int _headLimit = limit / 2;
    private readonly int _tailLimit = limit - (limit / 2);
    private readonly ArrayBufferWriter<byte> _head = new();
    private byte[]? _tail;
    private long _tailTotal;

    internal bool IsCut => _tailTotal > _tailLimit;

    /// <summary>Appends UTF-8.</summary>
    internal void Append(ReadOnlySpan<byte> text)
    {
        var toHead = Math.Min(text.Length, _headLimit - _head.WrittenCount);
        _head.Write(text[..toHead]);
        text = text[toHead..];
        if (text.IsEmpty)
            return;
        if (_tailLimit == 0)
        {
            _tailTotal += text.Length;
            return;
        }

        var skipped = Math.Max(0, text.Length - _tailLimit);
        _tailTotal += skipped;
        text = text[skipped..];
        _tail ??= new byte[_tailLimit];
        while (!text.IsEmpty)
        {
            var at = (int)(_tailTotal % _tailLimit);
            var length = Math.Min(text.Length, _tailLimit - at);
            text[..length].CopyTo(_tail.AsSpan(at));
            text = text[length..];
            _tailTotal += length;
        }
    }

    internal string Text()
    {
        var tail = Tail(_tailLimit);
        if (!IsCut)
            return Encoding.UTF8.GetString([.. _head.WrittenSpan, .. tail]);

        // Characters that the limits went through are left out with the middle.
        var head = WithoutBrokenEnd(_head.WrittenSpan);
        tail = WithoutBrokenStart(tail);
        var missing = _head.WrittenCount + _tailTotal - head.Length - tail.Length;
        return Encoding.UTF8.GetString(head)
            + string.Create(CultureInfo.InvariantCulture, $"\n[... {missing} bytes left out ...]\n")
            + Encoding.UTF8.GetString(tail);
    }

    /// <summary>The last line with something in it, of bounded length.</summary>
    internal string LastLine()
    {
        var end = _tailTotal > 0 ? Tail(LastLineBytes) : _head.WrittenSpan[Math.Max(0, _head.WrittenCount - LastLineBytes)..].ToArray();
        var text = Encoding.UTF8.GetString(WithoutBrokenStart(end)).AsSpan().TrimEnd();
        var line = text[(text.LastIndexOf('\n') + 1)..].TrimStart();
        return line[..TextCut.End(line, LastLineLength)].ToString();
    }

    private ReadOnlySpan<byte> Tail(int atMost)
    {
        var length = (int)Math.Min(Math.Min(_tailTotal, _tailLimit), atMost);
        if (length == 0)
            return [];
        var tail = new byte[length];
        var start = (int)((_tailTotal - length) % _tailLimit);
        var first = Math.Min(length, _tailLimit - start);
        _tail.AsSpan(start, first).CopyTo(tail);
        _tail.AsSpan(0, length - first).CopyTo(tail.AsSpan(first));
        return tail;
    }

    private static ReadOnlySpan<byte> WithoutBrokenEnd(ReadOnlySpan<byte> text) =>
        Rune.DecodeLastFromUtf8(text, out _, out var length) == OperationStatus.Done ? text : text[..^Math.Min(length, text.Length)];

    private static ReadOnlySpan<byte> WithoutBrokenStart(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && (text[start] & 0xC0) == 0x80)
            start++;
        return text[start..];
    }
}
