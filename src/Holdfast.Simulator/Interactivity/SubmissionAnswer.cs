using System.Text.Json;
using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Interactivity;

/// <summary>Performs what the acknowledgement of a submission asks for. Called under the world's lock.</summary>
internal sealed class SubmissionAnswer(SlackWorld world, ViewDesk desk, IdSource ids)
{
    public AnswerResult Perform(string viewId, string? payload)
    {
        if (world.ViewStore.Find(viewId) is not { IsOpen: true } view) return AnswerResult.Fine;
        if (payload is null)
        {
            desk.Close(view);
            return AnswerResult.Fine;
        }

        using var document = JsonText.TryParse(payload, JsonValueKind.Object);
        var answer = document?.RootElement ?? default;
        return answer.Text("response_action") switch
        {
            "clear" => Clear(view),
            "errors" => ShowErrors(view, answer),
            "update" => Refused(Read(answer, out var error) is { } draft ? desk.Update(view, draft, out _) : error),
            "push" => Refused(Read(answer, out var error) is { } draft ? desk.Push(view, draft, out _) : error),
            var other => new AnswerResult($"response_action must be errors, update, push or clear, not '{other}'; the view stays open."),
        };
    }

    private AnswerResult Clear(SlackView view)
    {
        if (world.ViewStore.Stack(view.User) is [var bottom, ..]) desk.Close(bottom);
        return AnswerResult.Fine;
    }

    /// <summary>Slack knows errors only at input blocks; with any other block id the whole answer is refused.</summary>
    private AnswerResult ShowErrors(SlackView view, JsonElement answer)
    {
        if (!answer.Has("errors", out var errors) || errors.ValueKind != JsonValueKind.Object || !errors.EnumerateObject().Any())
            return new AnswerResult("errors must be an object with at least one error.");
        using var document = JsonDocument.Parse(view.Json);
        var inputs = BlockElements.In(document.RootElement.GetProperty("blocks")).Where(at => at.IsInput).Select(at => at.BlockId).ToHashSet();
        var shown = new Dictionary<string, string>();
        foreach (var error in errors.EnumerateObject())
        {
            if (!inputs.Contains(error.Name)) return new AnswerResult($"errors: '{error.Name}' is not the block_id of an input block of the view.");
            if (error.Value.ValueKind != JsonValueKind.String) return new AnswerResult($"errors: the text for '{error.Name}' must be a string.");
            shown[error.Name] = error.Value.GetString()!;
        }

        desk.ShowErrors(view, shown);
        return new AnswerResult(Errors: shown);
    }

    private ViewDraft? Read(JsonElement answer, out ApiError? error)
    {
        error = null;
        if (answer.Has("view", out var view)) return ViewDraft.Read(view.GetRawText(), Surface.Modal, ids, out error);
        error = ApiError.Missing("view");
        return null;
    }

    private static AnswerResult Refused(ApiError? error) =>
        error is null ? AnswerResult.Fine : new AnswerResult($"{error.Code} {error.Message}".TrimEnd());
}
