using System.Text.Json;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Deliveries;

/// <summary>One call of Slack's Web API, ready to be made.</summary>
/// <param name="Method">The method.</param>
/// <param name="Arguments">A JSON object.</param>
public readonly record struct DeliveryCall(string Method, ReadOnlyMemory<byte> Arguments);

/// <summary>Makes calls of plans: adds what was not known when they were planned.</summary>
/// <param name="runs">Knows what was delivered.</param>
public sealed class DeliveryCalls(IRunReader runs)
{
    /// <summary>The most deliveries of one cause that are looked through for a target.</summary>
    private const int MaxDelivered = 1_000;

    /// <summary>The call that a plan comes to now; null when there is nothing to change.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<DeliveryCall?> ResolveAsync(DeliveryPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Target is not { } target)
            return new DeliveryCall(plan.Method, plan.Arguments);
        var delivered = await runs.GetDeliveredAsync(target.Cause, MaxDelivered, cancellationToken);
        if (delivered.FirstOrDefault(receipt => receipt.Id == target.Delivery) is { Ts.Length: > 0 } message)
            return new DeliveryCall(plan.Method, With(plan.Arguments, "ts", message.Ts));
        return plan.PostIfGone ? Post(plan) : null;
    }

    /// <summary>A plan that changes a message as one that posts it.</summary>
    /// <param name="plan">The plan.</param>
    public static DeliveryCall Post(DeliveryPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new DeliveryCall("chat.postMessage", plan.Thread is { } thread ? With(plan.Arguments, "thread_ts", thread) : plan.Arguments);
    }

    private static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> arguments, string name, string value) =>
        JsonLayers.Merge(upper: JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { [name] = value }), lower: arguments);
}
