using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Records;

namespace Holdfast.Redis.Memory;

/// <summary>
/// A conversation as it stands in Redis, where other programs write as well: what they have put into a turn besides role and content is
/// kept byte by byte, since written anew numbers and escapes would change.
/// </summary>
internal sealed class SharedConversation
{
    private readonly List<Entry> _entries = [];

    private readonly record struct Entry(ReadOnlyMemory<byte> Raw, Turn Turn, string Hash);

    /// <summary>The turns, oldest first.</summary>
    public IReadOnlyList<Turn> Turns => _entries.ConvertAll(entry => entry.Turn);

    /// <summary>How many turns it has.</summary>
    public int Count => _entries.Count;

    /// <summary>Reads one.</summary>
    /// <param name="json">What stands in Redis.</param>
    /// <exception cref="FormatException">It is no conversation; the message says what it is instead.</exception>
    public static SharedConversation Read(ReadOnlyMemory<byte> json)
    {
        var conversation = new SharedConversation();
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            reader.Read();
            var isArray = reader.TokenType == JsonTokenType.StartArray;
            while (isArray && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                conversation._entries.Add(ReadEntry(ref reader, json, conversation.Count + 1));
            if (!isArray)
                reader.Skip();
            return reader.Read() || !isArray ? throw new FormatException("it is not a JSON array") : conversation;
        }
        catch (JsonException e)
        {
            throw new FormatException("it is not JSON", e);
        }
    }

    /// <summary>How a turn is known: by role and content, since other programs give it no name.</summary>
    public static string HashOf(Turn turn) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{turn.Role}\0{turn.Content.Text}")))[..40];

    /// <summary>Puts a turn at the end, or in the place of an earlier one.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="inPlaceOf">The hash of the earlier one; null, or of one that is not there, for the end.</param>
    public void Put(Turn turn, string? inPlaceOf)
    {
        var entry = new Entry(TurnJson.Write(turn), turn, HashOf(turn));
        if (Find(inPlaceOf) is >= 0 and var place)
            _entries[place] = entry;
        else
            _entries.Add(entry);
    }

    /// <summary>Takes the newest turn with this hash out, if there is one.</summary>
    public void TakeOut(string hash)
    {
        if (Find(hash) is >= 0 and var place)
            _entries.RemoveAt(place);
    }

    /// <summary>Takes out what a person said, and what the agent said next.</summary>
    /// <param name="user">Slack's id of them.</param>
    /// <returns>How many turns.</returns>
    public int TakeOutSaidBy(string user)
    {
        var said = SaidBy(user);
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (said[i])
                _entries.RemoveAt(i);
        }

        return said.Count(static one => one);
    }

    /// <summary>Which turns a person said, and those that the agent said next.</summary>
    /// <param name="user">Slack's id of them.</param>
    public IReadOnlyList<bool> SaidBy(string user)
    {
        var (said, isAnswered) = (new bool[_entries.Count], false);
        for (var i = 0; i < said.Length; i++)
        {
            var turn = _entries[i].Turn;
            isAnswered = turn.Role == Turn.User ? turn.Speaker?.Id == user : isAnswered;
            said[i] = isAnswered;
        }

        return said;
    }

    /// <summary>Keeps the newest turns that fit, and the newest one in any case.</summary>
    /// <param name="limits">How many turns and characters.</param>
    /// <param name="maxBytes">How many bytes, with what other programs have put into turns.</param>
    public void KeepNewest(MemoryOptions limits, int maxBytes)
    {
        var fitting = limits.Fitting(Turns);
        var (kept, bytes) = (0, 2L);
        while (kept < fitting)
        {
            bytes += _entries[^(kept + 1)].Raw.Length + 1;
            if (kept > 0 && bytes > maxBytes)
                break;
            kept++;
        }

        _entries.RemoveRange(0, Count - kept);
    }

    /// <summary>What is to stand in Redis.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        var json = new ArrayBufferWriter<byte>(_entries.Sum(entry => entry.Raw.Length + 1) + 2);
        json.Write("["u8);
        for (var i = 0; i < _entries.Count; i++)
        {
            if (i > 0)
                json.Write(","u8);
            json.Write(_entries[i].Raw.Span);
        }

        json.Write("]"u8);
        return json.WrittenMemory;
    }

    private int Find(string? hash) => _entries.FindLastIndex(entry => entry.Hash == hash);

    private static Entry ReadEntry(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, int number)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            throw new FormatException("it holds something else than turns");
        var (begin, depth) = ((int)reader.TokenStartIndex, reader.CurrentDepth);
        string? role = null, content = null, attachments = null, speaker = null;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != depth + 1)
                continue;
            var isRole = reader.ValueTextEquals("role"u8);
            var isContent = reader.ValueTextEquals("content"u8);
            var isAttachments = reader.ValueTextEquals("attachments"u8);
            var isSpeaker = reader.ValueTextEquals("speaker"u8);
            reader.Read();
            if (isRole)
                role = TextOf(ref reader);
            else if (isContent)
                content = TextOf(ref reader);
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isAttachments)
                attachments = Encoding.UTF8.GetString(json.Span[start..(int)reader.BytesConsumed]);
            else if (isSpeaker)
                speaker = Encoding.UTF8.GetString(json.Span[start..(int)reader.BytesConsumed]);
        }

        if (role is null || content is null)
            throw new FormatException($"turn {number} has no \"role\" and \"content\" that are texts");
        var turn = new Turn(role, TurnJson.ContentOf(content, attachments)) { Speaker = TurnJson.SpeakerOf(speaker) };
        return new Entry(json[begin..(int)reader.BytesConsumed], turn, HashOf(turn));
    }

    /// <summary>Null for what is no text, or one with half a character in it.</summary>
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
