using System.Text.Json;
using Holdfast.AI.Errors;
using Holdfast.AI.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Wire;

/// <summary>Makes of one answer's events what <see cref="IChatClient"/> calls updates: takes what it needs, and passes over the rest.</summary>
/// <param name="key">The key, which some providers quote in their errors.</param>
internal abstract class AnswerReader(string key)
{
    /// <summary>Whether the provider said that this is all: what follows on the wire, or fails there, takes nothing away.</summary>
    public bool HasEnded { get; protected set; }

    /// <summary>Whether nothing is to be read any more.</summary>
    public bool IsClosed { get; protected set; }

    /// <summary>The updates of one event.</summary>
    public IEnumerable<ChatResponseUpdate> Take(AnswerEvent part)
    {
        if (IsClosed)
            return [];
        if (part.Data.AsSpan().SequenceEqual(AnswerEvents.EndMark))
        {
            (HasEnded, IsClosed) = (true, true);
            return [];
        }

        List<JsonElement> values;
        try
        {
            values = LooseJson.Values(part.Data);
        }
        catch (JsonException e)
        {
            // JSON that was cut or garbled is no word of the provider's.
            if (!part.IsError && part.Data is [(byte)'{' or (byte)'[', ..])
                throw ErrorWording.Of(ErrorKind.Unreadable, e);
            throw Failure(ProviderErrorReader.Read(200, part.Data));
        }

        return values.SelectMany(value => Take(value, part.IsError));
    }

    /// <summary>What is known only at the end: calls, fields, usage, and why it ended.</summary>
    /// <param name="isWhole">Whether it came as one body, which is whole as soon as it can be read.</param>
    public abstract IEnumerable<ChatResponseUpdate> End(bool isWhole);

    /// <summary>The updates of one value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isError">Whether the provider calls it an error.</param>
    protected abstract List<ChatResponseUpdate> Take(JsonElement value, bool isError);

    /// <summary>Whether a value is an error: they come under their own name, or as what a framework makes of an exception.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isAnswer">Whether it has the shape of an answer.</param>
    protected static bool IsError(JsonElement value, bool isAnswer) =>
        value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)
        || (value.Find("error") is { } error && !IsNothing(error))
        || (!isAnswer
            && (value.TextOf("object") == "error" || value.TextOf("type") == "error" || value.Find("detail") is not null || value.Find("errors") is not null
                || (value.Find("message") is not null && (value.Find("code") ?? value.Find("status") ?? value.Find("type")) is not null)));

    /// <summary>Whether what stands under the name of an error says that there is none.</summary>
    protected static bool IsNothing(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.String => error.Text()!.Length == 0,
        JsonValueKind.Object => !error.EnumerateObject().Any(),
        JsonValueKind.Array => error.GetArrayLength() == 0,
        JsonValueKind.Number => error.GetRawText() == "0",
        _ => false,
    };

    /// <summary>What the provider said in place of an answer.</summary>
    protected Exception Failure(ProviderError error) => ErrorWording.Of(error, key);
}
