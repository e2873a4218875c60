using Holdfast.Deliveries;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Deliveries;

/// <summary>What plans messages, put together as a server does it.</summary>
internal static class Composers
{
    public static ReplyComposer Replies(TimeProvider clock, DeliveryOptions? options = null) =>
        new(new MessageComposer(clock), new FileComposer(clock), Options.Create(options ?? new DeliveryOptions()));
}
