using Microsoft.Extensions.Logging;

namespace Holdfast.Slack.SocketMode;

/// <summary>Keeps a mistake in an observer from ending the connection that told it.</summary>
internal sealed class GuardedObserver(ISocketModeObserver inner, ILogger logger) : ISocketModeObserver
{
    public void OnOpened(int number)
    {
        try
        {
            inner.OnOpened(number);
        }
        catch (Exception exception)
        {
            logger.ObserverFailed(exception);
        }
    }

    public void OnLost(int number, bool clean)
    {
        try
        {
            inner.OnLost(number, clean);
        }
        catch (Exception exception)
        {
            logger.ObserverFailed(exception);
        }
    }

    public void OnEnvelope(int number, string type)
    {
        try
        {
            inner.OnEnvelope(number, type);
        }
        catch (Exception exception)
        {
            logger.ObserverFailed(exception);
        }
    }

    public void OnAcknowledged(int number)
    {
        try
        {
            inner.OnAcknowledged(number);
        }
        catch (Exception exception)
        {
            logger.ObserverFailed(exception);
        }
    }

    public void OnAckLost(int number)
    {
        try
        {
            inner.OnAckLost(number);
        }
        catch (Exception exception)
        {
            logger.ObserverFailed(exception);
        }
    }

    public void OnHandlerFailed(int number)
    {
        try
        {
            inner.OnHandlerFailed(number);
        }
        catch (Exception exception)
        {
            logger.ObserverFailed(exception);
        }
    }

    public void OnFrameIgnored(int number, string reason)
    {
        try
        {
            inner.OnFrameIgnored(number, reason);
        }
        catch (Exception exception)
        {
            logger.ObserverFailed(exception);
        }
    }

    public void OnAttemptFailed(int slot, string error)
    {
        try
        {
            inner.OnAttemptFailed(slot, error);
        }
        catch (Exception exception)
        {
            logger.ObserverFailed(exception);
        }
    }
}

/// <summary>For those who do not want to hear anything.</summary>
internal sealed class NoObserver : ISocketModeObserver
{
    public void OnOpened(int number)
    {
    }

    public void OnLost(int number, bool clean)
    {
    }
}
