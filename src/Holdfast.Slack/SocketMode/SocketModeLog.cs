using Microsoft.Extensions.Logging;

namespace Holdfast.Slack.SocketMode;

/// <summary>The messages of Socket Mode. Never a ticket's address, a token, or any part of a payload.</summary>
internal static partial class SocketModeLog
{
    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "Socket Mode connection {Number} is open; the app has {Connections}.")]
    internal static partial void Opened(this ILogger logger, int number, int? connections);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning, Message = "Socket Mode connection {Number} was lost; a new one is being opened.")]
    internal static partial void Lost(this ILogger logger, int number);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Information, Message = "Socket Mode connection {Number} is replaced by {Next}.")]
    internal static partial void Replaced(this ILogger logger, int number, int next);

    [LoggerMessage(EventId = 1104, Level = LogLevel.Information, Message = "Slack asks to leave Socket Mode connection {Number}: {Reason}.")]
    internal static partial void SlackAsksToLeave(this ILogger logger, int number, string reason);

    [LoggerMessage(EventId = 1105, Level = LogLevel.Warning,
        Message = "Socket Mode slot {Slot} could not connect ({Error}, {Failures} in a row, {Detail}); next attempt in {Wait}.")]
    internal static partial void AttemptFailed(this ILogger logger, int slot, string error, int failures, string detail, TimeSpan wait);

    [LoggerMessage(EventId = 1106, Level = LogLevel.Critical, Message = "Socket Mode stops: {Reason}. Nothing is received until this is fixed.")]
    internal static partial void Stopped(this ILogger logger, string reason);

    [LoggerMessage(EventId = 1115, Level = LogLevel.Critical, Message = "{Remedy} Socket Mode slot {Slot} tries again at least every {Longest}; other connections continue.")]
    internal static partial void Refused(this ILogger logger, string remedy, int slot, TimeSpan longest);

    [LoggerMessage(EventId = 1107, Level = LogLevel.Warning, Message = "Socket Mode connection {Number} skipped a frame of {Length} bytes: {Reason}.")]
    internal static partial void FrameIgnored(this ILogger logger, int number, string reason, long length);

    [LoggerMessage(EventId = 1108, Level = LogLevel.Error, Message = "Envelope {EnvelopeId} of connection {Number} was not accepted; Slack will deliver it again.")]
    internal static partial void HandlerFailed(this ILogger logger, Exception exception, int number, string envelopeId);

    [LoggerMessage(EventId = 1109, Level = LogLevel.Information, Message = "Socket Mode connection {Number} broke: {Kind}, {Detail}")]
    internal static partial void ConnectionBroke(this ILogger logger, int number, string kind, string detail);

    [LoggerMessage(EventId = 1110, Level = LogLevel.Warning, Message = "Socket Mode connection {Number} closes with {Count} envelopes still in progress.")]
    internal static partial void DrainTimedOut(this ILogger logger, int number, int count);

    [LoggerMessage(EventId = 1111, Level = LogLevel.Debug, Message = "Socket Mode connection {Number} could not send its close frame: {Kind}.")]
    internal static partial void CloseFailed(this ILogger logger, int number, string kind);

    [LoggerMessage(EventId = 1112, Level = LogLevel.Error, Message = "An observer of Socket Mode threw.")]
    internal static partial void ObserverFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1113, Level = LogLevel.Error, Message = "Closing Socket Mode connection {Number} failed.")]
    internal static partial void CloseBroke(this ILogger logger, Exception exception, int number);

    [LoggerMessage(EventId = 1114, Level = LogLevel.Error, Message = "What waited for an acknowledgement of Socket Mode connection {Number} threw.")]
    internal static partial void ReceiptFailed(this ILogger logger, Exception exception, int number);
}
