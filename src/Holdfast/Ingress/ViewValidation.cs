using Holdfast.Inbound;
using Holdfast.Interactions;
using Microsoft.Extensions.Logging;

namespace Holdfast.Ingress;

/// <summary>
/// Has a submitted view checked by its validator. However badly that goes, the acknowledgement does not wait for it: a view that could not be
/// checked is accepted, and its handler checks again.
/// </summary>
/// <param name="validators">All validators.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For validators that fail.</param>
public sealed partial class ViewValidation(IEnumerable<IViewValidator> validators, TimeProvider time, ILogger<ViewValidation> logger) : IDisposable
{
    /// <summary>The reason for a submission whose errors are shown in its view.</summary>
    public const string HasErrors = "errors in the view";

    /// <summary>Slack waits 3 s, and the commit needs its share of that.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>One that hangs keeps its thread for ever, so only so many may be under way.</summary>
    private const int MaxAtOnce = 16;

    private readonly Dictionary<string, IViewValidator> _validators =
        validators.SelectMany(validator => validator.Views.Select(view => (view, validator))).ToDictionary(pair => pair.view, pair => pair.validator);

    private readonly SemaphoreSlim _places = new(MaxAtOnce);

    /// <summary>What becomes of a submission, and the JSON to acknowledge it with; empty for none.</summary>
    /// <param name="submission">The submission.</param>
    /// <param name="payload">What Slack sent.</param>
    public async ValueTask<(bool IsAccepted, ReadOnlyMemory<byte> Answer)> AskAsync(Route.ToInteraction submission, ReadOnlyMemory<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(submission);
        if (submission.View is not { } name || !_validators.TryGetValue(name, out var validator))
            return (true, default);
        using var late = new CancellationTokenSource(Patience, time);
        try
        {
            await _places.WaitAsync(late.Token);

            // A thread of its own: one that hangs takes none from those that take events in.
            return await Task.Factory.StartNew(
                () => Ask(validator, payload), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            LogTooSlow(validator.GetType().Name, Patience);
            return (true, default);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private (bool IsAccepted, ReadOnlyMemory<byte> Answer) Ask(IViewValidator validator, ReadOnlyMemory<byte> payload)
    {
        try
        {
            if (SubmittedView.Read(payload.Span) is not { } view)
                return (true, default);
            var verdict = validator.Validate(view);
            return (verdict.IsAccepted, verdict.Answer?.ToJson() ?? default(ReadOnlyMemory<byte>));
        }
        catch (Exception e)
        {
            // The message may quote what the user typed.
            LogThrew(validator.GetType().Name, e.GetType().FullName, e.StackTrace);
            return (true, default);
        }
        finally
        {
            _places.Release();
        }
    }

    [LoggerMessage(405, LogLevel.Error, "{Validator} threw {Error} at a submitted view, which counts as accepted\n{Stack}")]
    private partial void LogThrew(string validator, string? error, string? stack);

    [LoggerMessage(406, LogLevel.Error, "{Validator} took longer than {Patience} for a submitted view, which counts as accepted. A validator must not do I/O")]
    private partial void LogTooSlow(string validator, TimeSpan patience);
}
