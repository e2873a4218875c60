using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Interactivity;

/// <summary>Shows what the acknowledgement of a slash command says: to the person alone, unless it asks for the channel.</summary>
internal sealed class CommandAnswer(ResponseDesk desk, TimeProvider clock)
{
    public AnswerResult Perform(string user, string channel, string? payload)
    {
        if (payload is null) return AnswerResult.Fine;
        using var document = JsonText.TryParse(payload, JsonValueKind.Object);
        if (document is null) return new AnswerResult("The answer to a command must be an object.");
        var arguments = new ApiArguments();
        foreach (var property in document.RootElement.EnumerateObject())
            arguments.Add(property.Name, property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText());
        var url = new ResponseUrl(Token: "", user, channel, clock.GetUtcNow());
        return desk.Answer(url, arguments) is { } error ? new AnswerResult($"{error.Code} {error.Message}".TrimEnd()) : AnswerResult.Fine;
    }
}
