using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Control;

/// <summary>One call of the control API: a JSON body or a query in, an object out.</summary>
internal sealed class ControlCall(HttpContext context, ControlParts parts, JsonElement body)
{
    public ControlParts Parts { get; } = parts;

    public JsonElement Body { get; } = body;

    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>A text from the body or the query; null when absent.</summary>
    public string? Text(string name) => Body.Text(name) ?? (context.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null);

    /// <summary>A text that must be there.</summary>
    /// <exception cref="ControlException">It is absent.</exception>
    public string Need(string name) => Text(name) ?? throw new ControlException($"'{name}' is missing.");

    /// <summary>Whether the body says something by that name, be it null.</summary>
    public bool Has(string name) => Body.Has(name, out _);

    /// <summary>A text or null, of which one must be there.</summary>
    /// <exception cref="ControlException">It is neither.</exception>
    public string? TextOrNull(string name) => Body.Has(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Null
        ? value.GetString()
        : throw new ControlException($"'{name}' must be a text, or null for none.");

    /// <summary>What the body says by that name, as JSON text; null when absent.</summary>
    public string? Json(string name) => Body.Has(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null;

    /// <summary>An object of texts; null when absent.</summary>
    public IReadOnlyDictionary<string, string>? Texts(string name)
    {
        if (!Body.Has(name, out var texts) || texts.ValueKind == JsonValueKind.Null) return null;
        if (texts.ValueKind != JsonValueKind.Object || texts.EnumerateObject().Any(text => text.Value.ValueKind != JsonValueKind.String))
            throw new ControlException($"'{name}' must be an object of texts.");
        return texts.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!);
    }

    public double? Number(string name)
    {
        if (Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number)
            return value.GetDouble();
        return double.TryParse(context.Request.Query[name].ToString(), out var asked) ? asked : null;
    }

    public int? Whole(string name) => Number(name) is { } number ? (int)number : null;

    public bool? Flag(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            ? value.GetBoolean()
            : null;

    public TimeSpan? Milliseconds(string name) => Number(name) is { } number ? TimeSpan.FromMilliseconds(Math.Clamp(number, 0, 86_400_000)) : null;

    public async Task AnswerAsync<T>(T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, Aborted);
    }

    /// <summary>Answers with something other than JSON.</summary>
    public Task SendAsync(Func<HttpContext, Task> send) => send(context);

    public Task DoneAsync(int? connections = null, string? ts = null) =>
        AnswerAsync(new ControlDone(Ts: ts, Connections: connections), ControlJson.Default.ControlDone);
}

/// <summary>The caller asked for something that cannot be done; the message says what to change.</summary>
internal sealed class ControlException(string message) : Exception(message);
