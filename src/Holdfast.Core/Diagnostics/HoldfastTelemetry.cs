using System.Diagnostics;
using Holdfast.Items;

namespace Holdfast.Diagnostics;

/// <summary>The one activity source of Holdfast. The trace context travels in the lane item, so a trace survives a restart.</summary>
public static class HoldfastTelemetry
{
    /// <summary>The name of the source and of the meter.</summary>
    public const string Name = "Holdfast";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Begins the handling of a lane item, as a child of what caused it.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Null when nobody listens.</returns>
    public static Activity? StartHandling(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!Source.HasListeners())
            return null;
        var parent = ActivityContext.TryParse(item.TraceParent, traceState: null, isRemote: true, out var context) ? context : default;
        return Source.StartActivity($"{item.Queue} {item.Kind}", ActivityKind.Consumer, parent)?
            .SetTag("messaging.system", "holdfast")
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.message.id", item.Id.ToString())
            .SetTag("messaging.destination.name", item.Queue.ToString());
    }

    /// <summary>Begins the taking in of an envelope, and with it a trace: what a web server has begun for the request that brought it is nobody's to see.</summary>
    /// <param name="type">The envelope's type.</param>
    /// <returns>Null when nobody listens.</returns>
    public static Activity? StartIngress(string type)
    {
        if (!Source.HasListeners())
            return null;
        Activity.Current = null;
        return Source.StartActivity($"ingress {type}", ActivityKind.Server)?.SetTag("messaging.system", "slack").SetTag("messaging.operation.type", "receive");
    }

    /// <summary>Begins a call of something else.</summary>
    /// <param name="name">What is done, and with what.</param>
    /// <param name="within">What it is a part of; default for what is under way.</param>
    /// <returns>Null when nobody listens.</returns>
    public static Activity? StartCall(string name, ActivityContext within = default) => Source.StartActivity(name, ActivityKind.Client, within);
}
